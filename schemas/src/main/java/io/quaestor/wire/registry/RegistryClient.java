package io.quaestor.wire.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.NameValidator;
import org.apache.avro.Schema;

/**
 * Edge: the part of Confluent's Schema Registry REST protocol that Quaestor needs; also spoken by
 * Apicurio ({@code /apis/ccompat/v7}), Karapace and Redpanda.
 *
 * <p>Every call is bounded by {@link RegistrySettings#lookupTimeout()} and throws a {@link
 * RegistryException}. A question for an id or a schema goes on for some seconds more, and who asks
 * again meanwhile waits for the same answer. What the registry never changes (id to schema, subject
 * and schema to id) is cached; what it may change or learn later is not: an id that is unknown now
 * may be the next one to be given out. Safe for several threads.
 */
public final class RegistryClient {

    /** A registry that has just started may need seconds for its first answers. */
    private static final Duration LOOKUPS_LONGER = Duration.ofSeconds(9);

    private record Registration(String subject, Schema schema) {}

    private final RegistrySettings settings;
    private final RegistryHttp http;
    private final BoundedCache<Integer, Schema> schemas;
    private final BoundedCache<Registration, Integer> ids;
    private final SharedLookups<Integer, Schema> schemaLookups = new SharedLookups<>();
    private final SharedLookups<Registration, Integer> idLookups = new SharedLookups<>();

    public RegistryClient(RegistrySettings settings) {
        EventClasses.trust();
        this.settings = settings;
        this.http = new RegistryHttp(settings);
        this.schemas = new BoundedCache<>(settings.cachedSchemas());
        this.ids = new BoundedCache<>(settings.cachedSchemas());
    }

    /** A client for Confluent's configuration keys. */
    public static RegistryClient from(Map<String, ?> config) {
        return new RegistryClient(RegistrySettings.from(config));
    }

    public RegistrySettings settings() {
        return settings;
    }

    /** The id of {@code schema} under {@code subject}, registering it when it is new. */
    public int register(String subject, Schema schema) {
        return id(subject, schema, "/subjects/" + encoded(subject) + "/versions");
    }

    /**
     * The id of {@code schema} under {@code subject}; {@link UnknownSchemaException} when it is not
     * registered.
     */
    public int lookUp(String subject, Schema schema) {
        return id(subject, schema, "/subjects/" + encoded(subject));
    }

    /** The subject's newest version; asked anew each time. */
    public RegisteredSchema latest(String subject) {
        JsonNode reply =
                http.get(
                        "/subjects/" + encoded(subject) + "/versions/latest",
                        settings.lookupTimeout());
        int id = requiredInt(reply, "id");
        return new RegisteredSchema(
                subject, requiredInt(reply, "version"), id, parsed("schema id " + id, reply));
    }

    /** The schema under {@code id}, whatever its subject. */
    public Schema schemaById(int id) {
        Optional<Schema> known = schemas.get(id);
        if (known.isPresent()) {
            return known.get();
        }
        if (id < 0) {
            // Registries give out positive ids; several answer anything else with a bare 404 that
            // looks like an outage.
            throw new UnknownSchemaException("schema ids are positive, not " + id);
        }
        return schemaLookups.get(
                id, "schema id " + id, () -> askedForSchema(id), settings.lookupTimeout());
    }

    private Schema askedForSchema(int id) {
        JsonNode reply = http.get("/schemas/ids/" + id, lookupBound());
        Schema schema = parsed("schema id " + id, reply);
        schemas.put(id, schema);
        return schema;
    }

    private Duration lookupBound() {
        return settings.lookupTimeout().plus(LOOKUPS_LONGER);
    }

    /** Whether {@code schema} could be registered as the next version of {@code subject}. */
    public Compatibility check(String subject, Schema schema) {
        String path =
                "/compatibility/subjects/" + encoded(subject) + "/versions/latest?verbose=true";
        JsonNode reply;
        try {
            reply = http.send("POST", path, schemaDocument(schema), settings.lookupTimeout());
        } catch (UnknownSchemaException e) {
            return new Compatibility.Compatible();
        }
        return reply.path("is_compatible").asBoolean(false)
                ? new Compatibility.Compatible()
                : new Compatibility.Incompatible(texts(reply.path("messages")));
    }

    /** Sets the level that later registrations under {@code subject} must meet. */
    public void require(String subject, CompatibilityLevel level) {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("compatibility", level.name());
        http.send("PUT", "/config/" + encoded(subject), body, settings.lookupTimeout());
    }

    private int id(String subject, Schema schema, String path) {
        Registration registration = new Registration(subject, schema);
        Optional<Integer> known = ids.get(registration);
        if (known.isPresent()) {
            return known.get();
        }
        return idLookups.get(
                registration,
                "the schema of " + subject,
                () -> askedForId(registration, path),
                settings.lookupTimeout());
    }

    private int askedForId(Registration registration, String path) {
        String query = settings.normalize() ? "?normalize=true" : "";
        ObjectNode document = schemaDocument(registration.schema());
        int id = requiredInt(http.send("POST", path + query, document, lookupBound()), "id");
        ids.put(registration, id);
        return id;
    }

    private static ObjectNode schemaDocument(Schema schema) {
        return JsonNodeFactory.instance.objectNode().put("schema", schema.toString());
    }

    /**
     * Lenient on names and defaults: other languages write schemas that Avro for Java would not,
     * but can read.
     */
    private static Schema parsed(String what, JsonNode reply) {
        if (!reply.path("references").isEmpty()) {
            throw new UnusableSchemaException(
                    what + " refers to other subjects, which is not supported", null);
        }
        String type = reply.path("schemaType").asText("AVRO");
        if (!type.equals("AVRO")) {
            throw new UnusableSchemaException(what + " is " + type + ", not AVRO", null);
        }
        try {
            return new Schema.Parser(NameValidator.NO_VALIDATION)
                    .setValidateDefaults(false)
                    .parse(requiredText(reply, "schema"));
        } catch (AvroRuntimeException | StackOverflowError e) {
            throw new UnusableSchemaException(what + " cannot be parsed: " + e.getMessage(), e);
        }
    }

    private static int requiredInt(JsonNode reply, String field) {
        JsonNode value = reply.path(field);
        if (!value.canConvertToInt()) {
            throw new RegistryUnavailableException("the registry's reply has no " + field, null);
        }
        return value.intValue();
    }

    private static String requiredText(JsonNode reply, String field) {
        JsonNode value = reply.path(field);
        if (!value.isTextual()) {
            throw new RegistryUnavailableException("the registry's reply has no " + field, null);
        }
        return value.textValue();
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(element -> texts.add(element.asText()));
        return texts;
    }

    private static String encoded(String subject) {
        return URLEncoder.encode(subject, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
