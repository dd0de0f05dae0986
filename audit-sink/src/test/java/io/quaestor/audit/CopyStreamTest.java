package io.quaestor.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** Expected bytes by hand from PostgreSQL's manual, <i>COPY, Binary Format</i>. */
class CopyStreamTest {

    private static final String HEADER = "5047434f50590aff0d0a00" + "00000000" + "00000000";
    private static final String TRAILER = "ffff";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @Test
    void writesNoRows() throws IOException {
        new CopyStream(out).close();

        assertThat(written()).isEqualTo(HEADER + TRAILER);
    }

    @Test
    void writesEachTypeWithItsLength() throws IOException {
        try (CopyStream rows = new CopyStream(out)) {
            rows.row(5)
                    .add(-2)
                    .add(1L << 40)
                    .add(new byte[] {(byte) 0xab})
                    .add("é")
                    .add(Instant.parse("2000-01-01T00:00:01.000001Z"));
            rows.row(1).add(new byte[0]);
        }

        assertThat(written())
                .isEqualTo(
                        HEADER
                                + "0005"
                                + ("00000004" + "fffffffe")
                                + ("00000008" + "0000010000000000")
                                + ("00000001" + "ab")
                                + ("00000002" + "c3a9")
                                + ("00000008" + "00000000000f4241")
                                + "0001"
                                + "00000000"
                                + TRAILER);
    }

    @Test
    void countsTimeBeforeTheEpochDownwards() throws IOException {
        try (CopyStream rows = new CopyStream(out)) {
            rows.row(1).add(Instant.parse("1999-12-31T23:59:59.999Z"));
        }

        assertThat(written()).contains("00000008" + "fffffffffffffc18");
    }

    private String written() {
        return HexFormat.of().formatHex(out.toByteArray());
    }
}
