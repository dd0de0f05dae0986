package io.quaestor.router.provider.openai;

import java.net.URI;
import java.util.List;
import java.util.Locale;

/**
 * Where an OpenAI-compatible server is and which of the protocol's dialects it speaks; both follow
 * from its base URL.
 *
 * @param completions full URL that calls are posted to
 * @param outputLimitField {@code max_completion_tokens} where it is known to be understood, else
 *     {@code max_tokens}: OpenAI's reasoning models refuse the old name, many other servers ignore
 *     the new one and would write without limit
 * @param credentialHeader header that carries the credential
 * @param credentialPrefix what precedes the credential in it
 */
public record OpenAiEndpoint(
        URI completions,
        String outputLimitField,
        String credentialHeader,
        String credentialPrefix) {

    private static final List<String> NEW_LIMIT_HOSTS =
            List.of("api.openai.com", ".api.openai.com", "api.groq.com");

    private static final List<String> AZURE_HOSTS =
            List.of(".openai.azure.com", ".services.ai.azure.com", ".cognitiveservices.azure.com");

    /**
     * Reads a base URL as client libraries take it: {@code https://api.openai.com/v1}. Without a
     * path, {@code /v1} is meant; a query ({@code ?api-version=…}) is kept.
     *
     * @throws IllegalArgumentException when the text is no absolute http or https URL
     */
    public static OpenAiEndpoint of(String baseUrl) {
        URI base = httpUrl(baseUrl);
        String host = base.getHost().toLowerCase(Locale.ROOT);
        boolean azure = isOneOf(host, AZURE_HOSTS);
        boolean newLimit = azure || isOneOf(host, NEW_LIMIT_HOSTS);
        return new OpenAiEndpoint(
                completions(base),
                newLimit ? "max_completion_tokens" : "max_tokens",
                azure ? "api-key" : "Authorization",
                azure ? "" : "Bearer ");
    }

    /** Scheme, host and port. */
    public URI origin() {
        return URI.create(completions.getScheme() + "://" + completions.getRawAuthority());
    }

    /** Path and query. */
    public String target() {
        String query = completions.getRawQuery();
        return completions.getRawPath() + (query == null ? "" : "?" + query);
    }

    private static URI httpUrl(String text) {
        URI url = URI.create(text);
        String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
        if (url.getHost() == null || !(scheme.equals("http") || scheme.equals("https"))) {
            throw new IllegalArgumentException("an absolute http or https URL is needed");
        }
        if (url.getRawUserInfo() != null || url.getRawFragment() != null) {
            throw new IllegalArgumentException("the URL must carry no user and no fragment");
        }
        return url;
    }

    private static URI completions(URI base) {
        String path = base.getRawPath() == null ? "" : base.getRawPath().replaceAll("/+$", "");
        String query = base.getRawQuery() == null ? "" : "?" + base.getRawQuery();
        String start = base.getScheme() + "://" + base.getRawAuthority();
        return URI.create(start + (path.isEmpty() ? "/v1" : path) + "/chat/completions" + query);
    }

    private static boolean isOneOf(String host, List<String> known) {
        return known.stream()
                .anyMatch(name -> name.startsWith(".") ? host.endsWith(name) : host.equals(name));
    }
}
