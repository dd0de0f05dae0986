package io.quaestor.router.telemetry;

import io.quaestor.event.Protocol;
import io.quaestor.event.ProviderEntry;
import java.net.URI;
import java.util.List;
import java.util.Locale;

/**
 * What OpenTelemetry calls the provider behind a catalogue entry: the well-known values of {@code
 * gen_ai.provider.name} in its semantic conventions for generative AI.
 *
 * <p>Most of them can speak OpenAI's protocol, so the host decides; one that is not known (a
 * gateway, a local server) is named after its protocol. Pure.
 */
public final class GenAiProviders {

    private static final String BEDROCK = "aws.bedrock";
    private static final String OPENAI = "openai";

    private record Host(String name, String value) {
        /** A region may be part of a host's first name, as in {@code us-east1-aiplatform}. */
        boolean isOf(String host) {
            return host.equals(name) || host.endsWith("." + name) || host.endsWith("-" + name);
        }
    }

    private static final List<Host> HOSTS =
            List.of(
                    new Host("openai.com", OPENAI),
                    new Host("openai.azure.com", "azure.ai.openai"),
                    new Host("cognitiveservices.azure.com", "azure.ai.openai"),
                    new Host("services.ai.azure.com", "azure.ai.inference"),
                    new Host("models.ai.azure.com", "azure.ai.inference"),
                    new Host("anthropic.com", "anthropic"),
                    new Host("generativelanguage.googleapis.com", "gcp.gemini"),
                    new Host("aiplatform.googleapis.com", "gcp.vertex_ai"),
                    new Host("amazonaws.com", BEDROCK),
                    new Host("mistral.ai", "mistral_ai"),
                    new Host("cohere.com", "cohere"),
                    new Host("cohere.ai", "cohere"),
                    new Host("groq.com", "groq"),
                    new Host("deepseek.com", "deepseek"),
                    new Host("perplexity.ai", "perplexity"),
                    new Host("x.ai", "x_ai"),
                    new Host("ml.cloud.ibm.com", "ibm.watsonx.ai"));

    public static String of(ProviderEntry provider) {
        var host = host(provider.getUrl());
        return HOSTS.stream()
                .filter(known -> known.isOf(host))
                .map(Host::value)
                .findFirst()
                .orElseGet(() -> of(provider.getProtocol()));
    }

    private static String of(Protocol protocol) {
        return switch (protocol) {
            case BEDROCK -> BEDROCK;
            case ANTHROPIC -> "anthropic";
            case GEMINI -> "gcp.gemini";
            case COHERE -> "cohere";
            case OPENAI, UNKNOWN -> OPENAI;
        };
    }

    private static String host(String url) {
        try {
            var host = URI.create(url).getHost();
            return host == null ? "" : host.toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) {
            // The provider itself says what is wrong with its address.
            return "";
        }
    }

    private GenAiProviders() {}
}
