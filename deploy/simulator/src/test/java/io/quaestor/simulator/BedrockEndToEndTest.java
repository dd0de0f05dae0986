package io.quaestor.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.document.Document;
import software.amazon.awssdk.http.Protocol;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient;
import software.amazon.awssdk.services.bedrockruntime.model.BedrockRuntimeException;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ConversationRole;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseRequest;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseResponse;
import software.amazon.awssdk.services.bedrockruntime.model.Message;
import software.amazon.awssdk.services.bedrockruntime.model.SpecificToolChoice;
import software.amazon.awssdk.services.bedrockruntime.model.StopReason;
import software.amazon.awssdk.services.bedrockruntime.model.ThrottlingException;
import software.amazon.awssdk.services.bedrockruntime.model.Tool;
import software.amazon.awssdk.services.bedrockruntime.model.ToolChoice;
import software.amazon.awssdk.services.bedrockruntime.model.ToolInputSchema;
import software.amazon.awssdk.services.bedrockruntime.model.ToolSpecification;

@Timeout(60)
class BedrockEndToEndTest {

    private static final String MODEL = "anthropic.claude-3-haiku-20240307-v1:0";

    /** Closing one takes two quiet seconds, hence one for all tests. */
    private static final SdkAsyncHttpClient HTTP =
            NettyNioAsyncHttpClient.builder().protocol(Protocol.HTTP1_1).build();

    private RunningSimulator simulator;

    @BeforeEach
    void start() throws Exception {
        simulator = new RunningSimulator();
    }

    @AfterAll
    static void closeHttp() {
        HTTP.close();
    }

    @AfterEach
    void stop() {
        simulator.close();
    }

    @Test
    void answersTheRealClientWithAModelIdThatContainsAColon() throws Exception {
        ConverseResponse response =
                converse(RunningSimulator.ACCESS_KEY.secret(), MODEL, "Hello there.");

        assertThat(response.output().message().content().getFirst().text())
                .isEqualTo("Hello there.");
        assertThat(response.stopReason()).isEqualTo(StopReason.END_TURN);
        assertThat(response.usage().inputTokens()).isEqualTo(3);
        assertThat(response.usage().outputTokens()).isEqualTo(3);
        assertThat(response.usage().totalTokens()).isEqualTo(6);
        assertThat(response.sdkHttpResponse().firstMatchingHeader("x-quaestor-simulated"))
                .hasValue("true");
        assertThat(simulator.lastCall().path("model").asText()).isEqualTo(MODEL);
        assertThat(simulator.lastCall().path("credential").asText()).isEqualTo("AKIDSIMULATOR");
    }

    @Test
    void answersAnArnAsModelId() throws Exception {
        String arn =
                "arn:aws:bedrock:eu-west-1:123456789012:inference-profile/eu.anthropic.claude+x";
        converse(RunningSimulator.ACCESS_KEY.secret(), arn, "Hello there.");

        assertThat(simulator.lastCall().path("model").asText()).isEqualTo(arn);
    }

    @Test
    void refusesASecretThatDiffersInOneByte() {
        String secret = RunningSimulator.ACCESS_KEY.secret().replace('/', '.');

        assertThatThrownBy(() -> converse(secret, MODEL, "Hello there."))
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        BedrockRuntimeException.class,
                        refused -> {
                            assertThat(refused.statusCode()).isEqualTo(403);
                            assertThat(refused.awsErrorDetails().errorCode())
                                    .isEqualTo("InvalidSignatureException");
                        });
    }

    @Test
    void throttlesAsTheServiceDoes() {
        assertThatThrownBy(
                        () ->
                                converse(
                                        RunningSimulator.ACCESS_KEY.secret(),
                                        MODEL,
                                        "[[sim:throttle=2s]] Hello."))
                .cause()
                .isInstanceOfSatisfying(
                        ThrottlingException.class,
                        throttled ->
                                assertThat(
                                                throttled
                                                        .awsErrorDetails()
                                                        .sdkHttpResponse()
                                                        .firstMatchingHeader("retry-after"))
                                        .hasValue("2"));
    }

    @Test
    void reportsCachedTokensApartFromInput() {
        ConverseResponse response =
                converse(
                        RunningSimulator.ACCESS_KEY.secret(),
                        MODEL,
                        "[[sim:usage=1000,20,300,100]] Hello there.");

        assertThat(response.usage().inputTokens()).isEqualTo(600);
        assertThat(response.usage().cacheReadInputTokens()).isEqualTo(300);
        assertThat(response.usage().cacheWriteInputTokens()).isEqualTo(100);
        assertThat(response.usage().totalTokens()).isEqualTo(1020);
    }

    @Test
    void fillsAForcedToolWithItsSchema() {
        Document schema =
                Document.mapBuilder()
                        .putString("type", "object")
                        .putMap(
                                "properties",
                                p -> p.putMap("word_count", w -> w.putString("type", "integer")))
                        .build();
        Tool tool =
                Tool.fromToolSpec(
                        ToolSpecification.builder()
                                .name("facts")
                                .inputSchema(ToolInputSchema.fromJson(schema))
                                .build());
        ToolChoice choice = ToolChoice.fromTool(SpecificToolChoice.builder().name("facts").build());
        ConverseRequest request =
                request(MODEL, "Hello there, good people.").toBuilder()
                        .toolConfig(c -> c.tools(tool).toolChoice(choice))
                        .build();

        ConverseResponse response = converse(RunningSimulator.ACCESS_KEY.secret(), request);

        var use = response.output().message().content().getFirst().toolUse();
        assertThat(response.stopReason()).isEqualTo(StopReason.TOOL_USE);
        assertThat(use.name()).isEqualTo("facts");
        assertThat(use.input().asMap()).containsEntry("word_count", Document.fromNumber(4));
    }

    private ConverseResponse converse(String secret, String model, String prompt) {
        return converse(secret, request(model, prompt));
    }

    private static ConverseRequest request(String model, String prompt) {
        Message message =
                Message.builder()
                        .role(ConversationRole.USER)
                        .content(ContentBlock.fromText(prompt))
                        .build();
        return ConverseRequest.builder().modelId(model).messages(message).build();
    }

    private ConverseResponse converse(String secret, ConverseRequest request) {
        try (var client =
                BedrockRuntimeAsyncClient.builder()
                        .region(Region.EU_WEST_1)
                        .endpointOverride(simulator.uri(""))
                        .credentialsProvider(
                                StaticCredentialsProvider.create(
                                        AwsBasicCredentials.create(
                                                RunningSimulator.ACCESS_KEY.id(), secret)))
                        .httpClient(HTTP)
                        .overrideConfiguration(
                                c ->
                                        c.retryStrategy(DefaultRetryStrategy.doNotRetry())
                                                .apiCallTimeout(Duration.ofSeconds(30)))
                        .build()) {
            return client.converse(request).join();
        }
    }
}
