package io.quaestor.wire.registry;

import static org.apache.kafka.common.config.ConfigDef.Importance.HIGH;
import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;
import static org.apache.kafka.common.config.ConfigDef.Importance.MEDIUM;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;
import org.jspecify.annotations.Nullable;

/** The configuration keys, as Confluent's serialisers name them, and how their values are read. */
public final class RegistryConfig {

    public static final String URL = "schema.registry.url";
    public static final String AUTO_REGISTER = "auto.register.schemas";
    public static final String USE_LATEST = "use.latest.version";
    public static final String NORMALIZE = "normalize.schemas";
    public static final String CREDENTIALS_SOURCE = "basic.auth.credentials.source";
    public static final String USER_INFO = "basic.auth.user.info";
    public static final String BEARER_TOKEN = "bearer.auth.token";
    public static final String KEY_NAMING = "key.subject.name.strategy";
    public static final String VALUE_NAMING = "value.subject.name.strategy";
    public static final String SPECIFIC_READER = "specific.avro.reader";
    public static final String SPECIFIC_KEY_TYPE = "specific.avro.key.type";
    public static final String SPECIFIC_VALUE_TYPE = "specific.avro.value.type";
    public static final String REQUEST_TIMEOUT_MS = "schema.registry.request.timeout.ms";
    public static final String MAX_SCHEMAS = "max.schemas.per.subject";

    /**
     * A poll loop waits for a lookup: one second keeps it far below every session and transaction
     * timeout.
     */
    private static final int DEFAULT_TIMEOUT_MS = 1_000;

    /** Beyond a minute a group member would be thrown out before the lookup ends. */
    private static final int MAX_TIMEOUT_MS = 60_000;

    /** Confluent's default; a schema of ours takes some 100 kB parsed. */
    private static final int DEFAULT_MAX_SCHEMAS = 1_000;

    static final ConfigDef DEFINITION =
            new ConfigDef()
                    .define(URL, Type.LIST, HIGH, "Comma-separated registry URLs, asked in turn.")
                    .define(
                            AUTO_REGISTER,
                            Type.BOOLEAN,
                            true,
                            MEDIUM,
                            "Register a new schema when first written.")
                    .define(
                            USE_LATEST,
                            Type.BOOLEAN,
                            false,
                            LOW,
                            "Write with the subject's latest schema.")
                    .define(
                            NORMALIZE,
                            Type.BOOLEAN,
                            false,
                            LOW,
                            "Let the registry compare normalised schemas.")
                    .define(CREDENTIALS_SOURCE, Type.STRING, "URL", MEDIUM, "URL or USER_INFO.")
                    .define(USER_INFO, Type.PASSWORD, null, MEDIUM, "user:password for USER_INFO.")
                    .define(
                            BEARER_TOKEN,
                            Type.PASSWORD,
                            null,
                            MEDIUM,
                            "Token sent instead of basic credentials.")
                    .define(
                            KEY_NAMING,
                            Type.STRING,
                            "TopicNameStrategy",
                            LOW,
                            "Subject of a key's schema.")
                    .define(
                            VALUE_NAMING,
                            Type.STRING,
                            "TopicNameStrategy",
                            LOW,
                            "Subject of a value's schema.")
                    .define(
                            SPECIFIC_READER,
                            Type.BOOLEAN,
                            false,
                            MEDIUM,
                            "Decode to generated classes.")
                    .define(
                            SPECIFIC_KEY_TYPE,
                            Type.CLASS,
                            null,
                            LOW,
                            "The generated class to decode keys to.")
                    .define(
                            SPECIFIC_VALUE_TYPE,
                            Type.CLASS,
                            null,
                            LOW,
                            "The generated class to decode values to.")
                    .define(
                            REQUEST_TIMEOUT_MS,
                            Type.INT,
                            DEFAULT_TIMEOUT_MS,
                            Range.between(1, MAX_TIMEOUT_MS),
                            LOW,
                            "How long a caller waits for a lookup over all URLs together.")
                    .define(
                            MAX_SCHEMAS,
                            Type.INT,
                            DEFAULT_MAX_SCHEMAS,
                            Range.between(1, 100_000),
                            LOW,
                            "Bound of each schema cache.");

    private RegistryConfig() {}

    static List<URI> urls(AbstractConfig config) {
        List<URI> urls = config.getList(URL).stream().map(RegistryConfig::url).toList();
        if (urls.isEmpty()) {
            throw new ConfigException(URL, config.getList(URL), "must name at least one URL");
        }
        return urls;
    }

    static Optional<String> authorization(AbstractConfig config) {
        @Nullable Password token = config.getPassword(BEARER_TOKEN);
        if (token != null) {
            return Optional.of("Bearer " + token.value());
        }
        return userInfo(config).map(RegistryConfig::basic);
    }

    static SubjectNaming naming(AbstractConfig config, String key) {
        return SubjectNaming.parse(key, config.getString(key));
    }

    private static Optional<String> userInfo(AbstractConfig config) {
        String source = config.getString(CREDENTIALS_SOURCE).toUpperCase(Locale.ROOT);
        return switch (source) {
            case "URL" -> userInfoOfUrls(config.getList(URL));
            case "USER_INFO" -> Optional.of(configuredUserInfo(config.getPassword(USER_INFO)));
            default ->
                    throw new ConfigException(
                            CREDENTIALS_SOURCE, source, "must be URL or USER_INFO");
        };
    }

    private static Optional<String> userInfoOfUrls(List<String> urls) {
        return urls.stream()
                .map(url -> URI.create(url.strip()).getUserInfo())
                .filter(info -> info != null)
                .findFirst();
    }

    private static String configuredUserInfo(@Nullable Password userInfo) {
        if (userInfo == null || userInfo.value().indexOf(':') < 1) {
            throw new ConfigException(
                    USER_INFO
                            + " must be user:password when "
                            + CREDENTIALS_SOURCE
                            + " is USER_INFO");
        }
        return userInfo.value();
    }

    private static String basic(String userInfo) {
        return "Basic "
                + Base64.getEncoder().encodeToString(userInfo.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * The URL without its credentials and without a slash at the end, for paths are appended to it.
     */
    private static URI url(String text) {
        try {
            URI given = new URI(text.strip());
            if (given.getHost() == null
                    || !("http".equals(given.getScheme()) || "https".equals(given.getScheme()))) {
                throw new ConfigException(
                        URL, redacted(text), "must be http://host:port or https://host:port");
            }
            String path =
                    given.getPath().endsWith("/")
                            ? given.getPath().replaceAll("/+$", "")
                            : given.getPath();
            return new URI(
                    given.getScheme(), null, given.getHost(), given.getPort(), path, null, null);
        } catch (URISyntaxException e) {
            throw new ConfigException(URL, redacted(text), "is not a URL: " + e.getReason());
        }
    }

    private static String redacted(String url) {
        return url.replaceAll("//[^@/]*@", "//…@");
    }
}
