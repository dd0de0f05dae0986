package io.quaestor.cli.catalog;

import io.quaestor.event.Protocol;
import io.quaestor.event.ProviderEntry;
import io.quaestor.kernel.ProviderName;
import java.net.URI;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** {@code providers}: where calls go, and how many at once. */
final class ProviderSection implements Section {
    private static final String AWS_CHAIN = "aws-default-chain";

    /** A reference to a secret, never the secret; what follows a colon is a name or a path. */
    private static final Pattern SECRET = Pattern.compile("env:[A-Za-z_][A-Za-z0-9_]*|file:.+");

    /** More open calls than this need more connections than a worker has ports. */
    private static final int IN_FLIGHT_MAX = 20_000;

    private static final int LAG_LIMIT_MAX = 1_000_000;
    private static final long LAG_BYTES_MAX = 1L << 40;
    private static final long LAG_BYTES = 64L * 1024 * 1024;
    private static final long CALL_TIMEOUT_MS_MAX = 3_600_000;
    private static final long CALL_TIMEOUT_MS = 120_000;

    /** 0 stands for no limit. */
    private static final int REQUESTS_MAX = 100_000_000;

    private static final long TOKENS_MAX = 1_000_000_000_000L;

    private final Draft draft;

    ProviderSection(Draft draft) {
        this.draft = draft;
    }

    @Override
    public void read(String name, Fields fields) {
        ProviderName.problemIn(name).ifPresent(problem -> fields.entryProblem(problem));
        var protocol = fields.parsed("protocol", ProviderSection::protocol, Protocol.UNKNOWN);
        boolean simulated = fields.flag("simulated", false);
        draft.providers.put(
                name,
                ProviderEntry.newBuilder()
                        .setProtocol(protocol)
                        .setUrl(url(fields, protocol))
                        .setRegion(region(fields, protocol))
                        .setKey(key(fields, protocol, simulated))
                        .setSimulated(simulated)
                        .setMaxInFlight((int) fields.whole("max-in-flight", 1, IN_FLIGHT_MAX))
                        .setLagLimit((int) fields.whole("lag-limit", 1, LAG_LIMIT_MAX))
                        .setLagLimitBytes(
                                fields.whole("lag-limit-bytes", LAG_BYTES, 1, LAG_BYTES_MAX))
                        .setCallTimeoutMillis(
                                fields.whole(
                                        "call-timeout-ms", CALL_TIMEOUT_MS, 1, CALL_TIMEOUT_MS_MAX))
                        .setRequestsPerMinute(
                                (int) fields.whole("requests-per-minute", 0, 0, REQUESTS_MAX))
                        .setTokensPerMinute(fields.whole("tokens-per-minute", 0, 0, TOKENS_MAX))
                        .setHeaders(headers(fields))
                        .build());
    }

    private static Protocol protocol(String text) {
        return switch (text) {
            case "openai" -> Protocol.OPENAI;
            case "bedrock" -> Protocol.BEDROCK;
            case "anthropic", "gemini", "cohere" ->
                    throw new IllegalArgumentException(
                            text + " is not available yet: use openai or bedrock");
            default -> throw new IllegalArgumentException("must be openai or bedrock, not " + text);
        };
    }

    /** Only Amazon's own addresses follow from the region. */
    private static String url(Fields fields, Protocol protocol) {
        if (protocol == Protocol.BEDROCK && !fields.has("url")) {
            return fields.text("url", "");
        }
        return fields.parsed("url", ProviderSection::url, "");
    }

    private static String url(String text) {
        try {
            var url = URI.create(text);
            boolean web = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
            if (web && url.getHost() != null && url.getUserInfo() == null) {
                return text;
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("is no URL", e);
        }
        throw new IllegalArgumentException("must be an http or https URL without a user");
    }

    private static String region(Fields fields, Protocol protocol) {
        if (protocol == Protocol.BEDROCK) {
            fields.required("region");
        }
        var region = fields.text("region", "");
        if (!region.isEmpty()) {
            Names.problemInRegion(region).ifPresent(problem -> fields.problem("region", problem));
        }
        return region;
    }

    /** What is refused is not quoted: it may be the secret itself. */
    private static String key(Fields fields, Protocol protocol, boolean simulated) {
        if (protocol == Protocol.BEDROCK) {
            fields.required("key");
        }
        var key = fields.text("key", "");
        if (key.equals(AWS_CHAIN)) {
            if (simulated) {
                fields.problem(
                        "key",
                        AWS_CHAIN + " is for real AWS only and refused for a simulated provider");
            } else if (protocol == Protocol.OPENAI) {
                fields.problem("key", AWS_CHAIN + " is for protocol bedrock only");
            }
        } else if (!key.isEmpty() && !SECRET.matcher(key).matches()) {
            fields.problem(
                    "key",
                    "must say where the secret is, env:NAME or file:PATH (or %s), never the secret"
                            .formatted(AWS_CHAIN));
        }
        return key;
    }

    private static Map<String, String> headers(Fields fields) {
        var headers = new TreeMap<String, String>();
        fields.mapping("headers")
                .ifPresent(
                        all ->
                                all.all()
                                        .keySet()
                                        .forEach(name -> headers.put(name, all.text(name))));
        return headers;
    }
}
