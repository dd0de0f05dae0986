package io.quaestor.wire.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Random;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.util.Utf8;
import org.junit.jupiter.api.Test;

/** Reads what Avro's own encoder writes. */
class AvroBodyTest {

    private static final int ROUNDS = 5_000;

    @Test
    void readsEveryPrimitiveAsAvroWroteIt() throws IOException {
        long seed = System.nanoTime();
        System.out.println("AvroBodyTest seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            long number = round == 0 ? Long.MIN_VALUE : random.nextLong() >> random.nextInt(64);
            int small = round == 0 ? Integer.MIN_VALUE : random.nextInt() >> random.nextInt(32);
            double real = Double.longBitsToDouble(random.nextLong());
            float single = Float.intBitsToFloat(random.nextInt());
            String text = text(random);
            byte[] blob = new byte[random.nextInt(40)];
            random.nextBytes(blob);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
            encoder.writeLong(number);
            encoder.writeInt(small);
            encoder.writeBoolean(round % 2 == 0);
            encoder.writeDouble(real);
            encoder.writeFloat(single);
            encoder.writeString(text);
            encoder.writeString(text);
            encoder.writeBytes(blob);
            encoder.writeFixed(blob);
            encoder.writeEnum(round);
            encoder.writeIndex(round);
            encoder.flush();

            AvroBody body = new AvroBody(out.toByteArray(), 0);

            assertThat(body.readLong()).isEqualTo(number);
            assertThat(body.readInt()).isEqualTo(small);
            assertThat(body.readBoolean()).isEqualTo(round % 2 == 0);
            assertThat(Double.doubleToRawLongBits(body.readDouble()))
                    .isEqualTo(Double.doubleToRawLongBits(real));
            assertThat(Float.floatToRawIntBits(body.readFloat()))
                    .isEqualTo(Float.floatToRawIntBits(single));
            assertThat(body.readString()).isEqualTo(text);
            assertThat(body.readString(new Utf8()).toString()).isEqualTo(text);
            assertThat(body.readBytes(ByteBuffer.allocate(0))).isEqualTo(ByteBuffer.wrap(blob));
            byte[] fixed = new byte[blob.length];
            body.readFixed(fixed, 0, fixed.length);
            assertThat(fixed).isEqualTo(blob);
            assertThat(body.readEnum()).isEqualTo(round);
            assertThat(body.readIndex()).isEqualTo(round);
            assertThat(body.remainingBytes()).isZero();
        }
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        random.ints(random.nextInt(20), 1, 0x2000).forEach(text::appendCodePoint);
        return text.append("🜚").toString();
    }
}
