package io.quaestor.audit.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quaestor.kernel.Lane;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ChainTest {

    private static final Lane LANE = new Lane(9);

    @Test
    void appendsNothingToNothing() {
        ChainHead head = ChainHead.empty(LANE);

        assertThat(Chain.append(head, List.of())).isEqualTo(new Chain.Appended(List.of(), head));
    }

    @Test
    void linksARandomStreamCutIntoRandomBatchesAsTheStraightforwardModelDoes() {
        long seed = Long.getLong("quaestor.seed", System.nanoTime());
        System.out.println("ChainTest seed " + seed);
        Random random = new Random(seed);
        List<Statement> statements = statements(random, 500);

        List<ChainEntry> entries = new ArrayList<>();
        ChainHead head = ChainHead.empty(LANE);
        for (int from = 0; from < statements.size(); ) {
            int to = Math.min(statements.size(), from + random.nextInt(40));
            Chain.Appended appended = Chain.append(head, statements.subList(from, to));
            entries.addAll(appended.entries());
            head = appended.head();
            from = to;
        }

        assertThat(entries).extracting(entry -> entry.leaf().hex()).isEqualTo(model(statements));
        assertThat(head.sequence()).isEqualTo(500);
        assertThat(head.leaf()).isEqualTo(entries.getLast().leaf());
    }

    @Test
    void changesTheLeafWithEveryPartOfAnEntry() {
        Statement statement = new Statement(Hash.ZERO, Body.of(new byte[] {1, 2, 3}));
        Hash leaf = ChainHash.leaf(LANE, 5, Hash.ZERO, statement);
        Hash other = Hash.sha256(new byte[0]);

        assertThat(ChainHash.leaf(new Lane(8), 5, Hash.ZERO, statement)).isNotEqualTo(leaf);
        assertThat(ChainHash.leaf(LANE, 6, Hash.ZERO, statement)).isNotEqualTo(leaf);
        assertThat(ChainHash.leaf(LANE, 5, other, statement)).isNotEqualTo(leaf);
        assertThat(ChainHash.leaf(LANE, 5, Hash.ZERO, new Statement(other, statement.body())))
                .isNotEqualTo(leaf);
        assertThat(
                        ChainHash.leaf(
                                LANE,
                                5,
                                Hash.ZERO,
                                new Statement(Hash.ZERO, Body.of(new byte[] {1, 2}))))
                .isNotEqualTo(leaf);
    }

    @Test
    void refusesAHeadThatNoChainCanHave() {
        assertThatThrownBy(() -> new ChainHead(LANE, 0, Hash.sha256(new byte[0])))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ChainHead(LANE, -1, Hash.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Hash.of(new byte[31]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static List<Statement> statements(Random random, int count) {
        List<Statement> statements = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] schema = new byte[Hash.BYTES];
            random.nextBytes(schema);
            byte[] body = new byte[random.nextInt(200)];
            random.nextBytes(body);
            statements.add(new Statement(Hash.of(schema), Body.of(body)));
        }
        return statements;
    }

    /**
     * The specification written down once more, with a stream of bytes instead of digest updates.
     */
    private static List<String> model(List<Statement> statements) {
        List<String> leaves = new ArrayList<>();
        byte[] previous = new byte[32];
        for (int i = 0; i < statements.size(); i++) {
            previous = modelLeaf(i, previous, statements.get(i));
            leaves.add(HexFormat.of().formatHex(previous));
        }
        return leaves;
    }

    private static byte[] modelLeaf(long sequence, byte[] previous, Statement statement) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            DataOutputStream out = new DataOutputStream(bytes);
            out.writeByte(0);
            out.writeBytes("quaestor.audit.v1\n");
            out.writeInt(LANE.number());
            out.writeLong(sequence);
            out.write(previous);
            out.write(statement.schemaSha256().bytes());
            out.writeInt(statement.body().length());
            out.write(statement.body().bytes());
            return MessageDigest.getInstance("SHA-256").digest(bytes.toByteArray());
        } catch (IOException | NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
