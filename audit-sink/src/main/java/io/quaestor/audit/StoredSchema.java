package io.quaestor.audit;

import io.quaestor.audit.chain.ChainHash;
import io.quaestor.audit.chain.Hash;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;

/**
 * A schema as it is kept beside the chain.
 *
 * @param sha256 of the canonical form in UTF-8
 * @param canonicalForm the Avro Parsing Canonical Form
 * @param full with documentation and defaults, as the registry has it
 */
record StoredSchema(Hash sha256, String canonicalForm, String full) {

    static StoredSchema of(Schema schema) {
        String canonicalForm = SchemaNormalization.toParsingForm(schema);
        return new StoredSchema(ChainHash.schema(canonicalForm), canonicalForm, schema.toString());
    }
}
