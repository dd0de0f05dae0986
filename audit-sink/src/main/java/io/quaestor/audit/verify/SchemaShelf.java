package io.quaestor.audit.verify;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.NameValidator;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.io.DatumReader;

/** The schemas kept beside the chains, each checked against its hash. */
final class SchemaShelf {

    /** How entries of one schema can be read. */
    sealed interface Kept {

        /** The schema is the one whose hash the entries have. */
        record Intact(Schema schema, DatumReader<Object> reader) implements Kept {}

        /** Somebody changed the text. */
        record Changed(String detail) implements Kept {}
    }

    private final Map<String, Kept> schemas = new HashMap<>();

    /** Takes a row of {@code chain_schema} as it is. */
    void add(byte[] sha256, String canonicalForm, String fullSchema) {
        schemas.put(HexFormat.of().formatHex(sha256), kept(sha256, canonicalForm, fullSchema));
    }

    Optional<Kept> find(byte[] sha256) {
        return Optional.ofNullable(schemas.get(HexFormat.of().formatHex(sha256)));
    }

    private static Kept kept(byte[] sha256, String canonicalForm, String fullSchema) {
        byte[] hash = LinkCheck.digest().digest(canonicalForm.getBytes(StandardCharsets.UTF_8));
        if (!Arrays.equals(hash, sha256)) {
            return new Kept.Changed("the canonical form kept for the schema has another hash");
        }
        try {
            Schema schema = parsed(fullSchema);
            return SchemaNormalization.toParsingForm(schema).equals(canonicalForm)
                    ? new Kept.Intact(schema, new GenericDatumReader<>(schema))
                    : new Kept.Changed("the full schema kept is not that of the canonical form");
        } catch (AvroRuntimeException | StackOverflowError e) {
            return new Kept.Changed("the full schema kept cannot be parsed");
        }
    }

    /** As lenient as the registry's client: what could be chained can be read. */
    private static Schema parsed(String schema) {
        return new Schema.Parser(NameValidator.NO_VALIDATION)
                .setValidateDefaults(false)
                .parse(schema);
    }
}
