package io.quaestor.audit.chain;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quaestor.kernel.Lane;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.junit.jupiter.api.Test;

/**
 * The published vectors were computed with Python's hashlib, one of them also with sha256sum, never
 * with this code.
 */
class ChainVectorsTest {

    private static final JsonNode VECTORS = read();

    @Test
    void hashesEveryPublishedEntry() {
        for (JsonNode vector : VECTORS.get("entries")) {
            assertThat(leaf(vector)).isEqualTo(hash(vector, "leaf"));
        }
        assertThat(VECTORS.get("entries")).hasSize(3);
    }

    @Test
    void linksThePublishedChain() {
        List<Statement> statements = new ArrayList<>();
        List<Hash> leaves = new ArrayList<>();
        for (JsonNode vector : VECTORS.get("chain")) {
            statements.add(statement(vector));
            leaves.add(hash(vector, "leaf"));
        }

        Chain.Appended appended = Chain.append(ChainHead.empty(new Lane(7)), statements);

        assertThat(appended.entries()).extracting(ChainEntry::leaf).isEqualTo(leaves).hasSize(3);
        assertThat(appended.entries().getFirst().previous()).isEqualTo(Hash.ZERO);
        assertThat(appended.entries().get(2).previous()).isEqualTo(leaves.get(1));
        assertThat(appended.head()).isEqualTo(new ChainHead(new Lane(7), 3, leaves.get(2)));
    }

    @Test
    void hashesTheCanonicalFormOfASchema() {
        for (JsonNode vector : VECTORS.get("chain")) {
            Schema schema = new Schema.Parser().parse(vector.get("schema").asText());
            assertThat(ChainHash.schema(canonicalForm(schema)))
                    .isEqualTo(hash(vector, "schemaSha256"));
        }
    }

    @Test
    void hashesASchemaAlikeWhateverItsDocumentationSays() {
        Schema plain =
                new Schema.Parser()
                        .parse(
                                "{\"type\":\"record\",\"name\":\"a.N\",\"fields\":[{\"name\":\"t\",\"type\":\"long\"}]}");
        Schema documented =
                new Schema.Parser()
                        .parse(
                                "{\"namespace\":\"a\",\"name\":\"N\",\"doc\":\"x\",\"type\":\"record\",\"fields\":[{\"doc\":\"y\",\"type\":{\"type\":\"long\"},\"name\":\"t\",\"default\":1}]}");

        assertThat(ChainHash.schema(canonicalForm(documented)))
                .isEqualTo(ChainHash.schema(canonicalForm(plain)));
    }

    @Test
    void hashesEveryPublishedNode() {
        for (JsonNode vector : VECTORS.get("nodes")) {
            assertThat(ChainHash.node(hash(vector, "left"), hash(vector, "right")))
                    .isEqualTo(hash(vector, "node"));
        }
        assertThat(VECTORS.get("nodes")).hasSize(2);
    }

    private static String canonicalForm(Schema schema) {
        return SchemaNormalization.toParsingForm(schema);
    }

    private static Hash leaf(JsonNode vector) {
        return ChainHash.leaf(
                new Lane(vector.get("lane").asInt()),
                vector.get("sequence").asLong(),
                hash(vector, "previous"),
                statement(vector));
    }

    private static Statement statement(JsonNode vector) {
        byte[] body = HexFormat.of().parseHex(vector.get("body").asText());
        return new Statement(hash(vector, "schemaSha256"), Body.of(body));
    }

    private static Hash hash(JsonNode vector, String field) {
        return Hash.ofHex(vector.get(field).asText());
    }

    private static JsonNode read() {
        try (InputStream in =
                ChainVectorsTest.class.getResourceAsStream(
                        "/io/quaestor/audit/audit-chain-vectors.json")) {
            return new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
