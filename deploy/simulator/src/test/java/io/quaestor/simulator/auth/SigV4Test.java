package io.quaestor.simulator.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.quaestor.simulator.Seed;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

class SigV4Test {

    private static final AccessKey KEY = new AccessKey("AKID", "wJalrXUtnFEMI/K7MDENG+bPxRfiCY");
    private static final Instant NOW = Instant.parse("2026-11-21T10:11:12Z");

    private final SigV4Keys keys = new SigV4Keys(List.of(KEY));

    /** "get-vanilla" of the test suite that AWS publishes for Signature Version 4. */
    @Test
    void signsThePublishedExample() {
        SignedRequest request =
                new SignedRequest(
                        "GET",
                        "/",
                        "",
                        Map.of(
                                "host",
                                List.of("example.amazonaws.com"),
                                "x-amz-date",
                                List.of("20150830T123600Z")),
                        new byte[0]);
        SigV4Claim claim =
                new SigV4Claim(
                        "AKIDEXAMPLE",
                        "20150830",
                        "us-east-1",
                        "service",
                        "20150830T123600Z",
                        List.of("host", "x-amz-date"),
                        "");

        assertThat(SigV4.signature(request, claim, "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"))
                .isEqualTo("5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31");
    }

    @Test
    void acceptsWhatTheRealSignerSigns() {
        Seed.run(
                random -> {
                    for (int i = 0; i < 200; i++) {
                        assertThat(keys.verify(signed(random, KEY, "bedrock"), NOW))
                                .isEqualTo(new AuthVerdict.Accepted("AKID"));
                    }
                });
    }

    @Test
    void refusesARequestChangedAfterSigning() {
        Seed.run(
                random -> {
                    for (int i = 0; i < 200; i++) {
                        SignedRequest changed = change(signed(random, KEY, "bedrock"), random);
                        assertRefused(keys.verify(changed, NOW), "InvalidSignatureException");
                    }
                });
    }

    @Test
    void refusesASecretThatDiffersInOneByte() {
        AccessKey other = new AccessKey("AKID", KEY.secret().replace('w', 'v'));

        AuthVerdict verdict = keys.verify(signed(new SplittableRandom(1), other, "bedrock"), NOW);

        assertRefused(verdict, "InvalidSignatureException");
    }

    @Test
    void refusesAnUnknownKey() {
        AccessKey other = new AccessKey("AKID2", KEY.secret());

        AuthVerdict verdict = keys.verify(signed(new SplittableRandom(1), other, "bedrock"), NOW);

        assertRefused(verdict, "UnrecognizedClientException");
    }

    @Test
    void refusesAnotherService() {
        AuthVerdict verdict = keys.verify(signed(new SplittableRandom(1), KEY, "s3"), NOW);

        assertRefused(verdict, "InvalidSignatureException");
    }

    @Test
    void refusesASignatureOlderThanFiveMinutes() {
        SignedRequest request = signed(new SplittableRandom(1), KEY, "bedrock");

        assertThat(keys.verify(request, NOW.plus(Duration.ofMinutes(5))))
                .isInstanceOf(AuthVerdict.Accepted.class);
        assertRefused(
                keys.verify(request, NOW.plus(Duration.ofMinutes(6))), "InvalidSignatureException");
    }

    @Test
    void refusesARequestWithoutOrWithHalfASignature() {
        SignedRequest signed = signed(new SplittableRandom(1), KEY, "bedrock");

        assertRefused(
                keys.verify(with(signed, "authorization", List.of()), NOW),
                "MissingAuthenticationTokenException");
        assertRefused(
                keys.verify(with(signed, "authorization", List.of("AWS4-HMAC-SHA256 Cred")), NOW),
                "IncompleteSignatureException");
        assertRefused(
                keys.verify(with(signed, "x-amz-date", List.of("yesterday")), NOW),
                "IncompleteSignatureException");
    }

    @Test
    void refusesAnUnsignedAmzHeader() {
        SignedRequest signed = signed(new SplittableRandom(1), KEY, "bedrock");

        AuthVerdict verdict = keys.verify(with(signed, "x-amz-meta", List.of("1")), NOW);

        assertRefused(verdict, "InvalidSignatureException");
    }

    private static void assertRefused(AuthVerdict verdict, String errorType) {
        assertThat(verdict)
                .isInstanceOfSatisfying(
                        AuthVerdict.Refused.class,
                        refused -> assertThat(refused.errorType()).isEqualTo(errorType));
    }

    private static SignedRequest change(SignedRequest request, SplittableRandom random) {
        return switch (random.nextInt(4)) {
            case 0 ->
                    new SignedRequest(
                            request.method(),
                            request.rawPath() + "x",
                            request.rawQuery(),
                            request.headers(),
                            request.body());
            case 1 ->
                    new SignedRequest(
                            request.method(),
                            request.rawPath(),
                            request.rawQuery() + "&z=1",
                            request.headers(),
                            request.body());
            case 2 ->
                    new SignedRequest(
                            request.method(),
                            request.rawPath(),
                            request.rawQuery(),
                            request.headers(),
                            (new String(request.body(), StandardCharsets.UTF_8) + "x")
                                    .getBytes(StandardCharsets.UTF_8));
            default -> with(request, "host", List.of("elsewhere"));
        };
    }

    private static SignedRequest with(SignedRequest request, String header, List<String> values) {
        Map<String, List<String>> headers = new LinkedHashMap<>(request.headers());
        headers.remove(header);
        if (!values.isEmpty()) {
            headers.put(header, values);
        }
        return new SignedRequest(
                request.method(), request.rawPath(), request.rawQuery(), headers, request.body());
    }

    /** A request that the AWS SDK signed at {@link #NOW}. */
    private static SignedRequest signed(SplittableRandom random, AccessKey key, String service) {
        byte[] body = word(random, 100).getBytes(StandardCharsets.UTF_8);
        String path = "/model/" + encoded("vendor.model-" + word(random, 12) + ":0") + "/converse";
        String query = random.nextBoolean() ? "" : "b=" + encoded(word(random, 5)) + "&a=1&a=0";
        URI uri = URI.create("http://127.0.0.1:8080" + path + (query.isEmpty() ? "" : "?" + query));
        SdkHttpRequest request =
                SdkHttpRequest.builder()
                        .method(SdkHttpMethod.POST)
                        .uri(uri)
                        .putHeader("X-Spaced", "  a   b ")
                        .putHeader("content-type", "application/json")
                        .build();
        SdkHttpRequest signed =
                AwsV4HttpSigner.create()
                        .sign(
                                sign ->
                                        sign.identity(
                                                        AwsCredentialsIdentity.create(
                                                                key.id(), key.secret()))
                                                .request(request)
                                                .payload(() -> new ByteArrayInputStream(body))
                                                .putProperty(
                                                        AwsV4HttpSigner.SERVICE_SIGNING_NAME,
                                                        service)
                                                .putProperty(
                                                        AwsV4HttpSigner.REGION_NAME, "eu-west-1")
                                                .putProperty(
                                                        HttpSigner.SIGNING_CLOCK,
                                                        Clock.fixed(NOW, ZoneOffset.UTC)))
                        .request();
        Map<String, List<String>> headers = new LinkedHashMap<>();
        signed.headers()
                .forEach(
                        (name, values) ->
                                headers.put(
                                        name.toLowerCase(Locale.ROOT), new ArrayList<>(values)));
        return new SignedRequest(
                "POST",
                signed.encodedPath(),
                signed.encodedQueryParameters().orElse(""),
                headers,
                body);
    }

    private static String word(SplittableRandom random, int most) {
        StringBuilder word = new StringBuilder("a");
        int length = random.nextInt(most);
        for (int i = 0; i < length; i++) {
            word.append("abcXYZ019-_.~:/+ ü".charAt(random.nextInt(18)));
        }
        return word.toString();
    }

    private static String encoded(String text) {
        return software.amazon.awssdk.utils.http.SdkHttpUtils.urlEncode(text);
    }
}
