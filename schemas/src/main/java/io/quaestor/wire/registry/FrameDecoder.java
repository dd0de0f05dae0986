package io.quaestor.wire.registry;

import io.quaestor.wire.registry.UndecodableRecordException.Reason;
import java.io.EOFException;
import java.io.IOException;
import org.apache.avro.AvroTypeException;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Framed bytes to records, knowing nothing of topics; safe for several threads.
 *
 * <p>Only {@link Undecodable} and {@link RegistryUnavailableException} come out of {@link #decode},
 * whatever the bytes are.
 */
final class FrameDecoder<T> {

    private record Known<T>(int schemaId, WriterPlan<T> plan) {}

    private final RegistryClient registry;
    private final Resolution<T> resolution;
    private final BoundedCache<Integer, WriterPlan<T>> plans;
    private final RecentTexts texts = new RecentTexts();

    /** Nearly every record has the schema of the one before. */
    private volatile @Nullable Known<T> last;

    FrameDecoder(RegistryClient registry, Resolution<T> resolution) {
        this.registry = registry;
        this.resolution = resolution;
        this.plans = new BoundedCache<>(registry.settings().cachedSchemas());
    }

    T decode(byte @Nullable [] framed) throws Undecodable {
        if (framed == null) {
            throw new Undecodable(Reason.NULL_VALUE, "there is no value");
        }
        int schemaId = headerOf(framed);
        WriterPlan<T> plan = plan(schemaId);
        AvroBody body = new AvroBody(framed, WireFormat.HEADER_BYTES, texts);
        T value = read(plan, body, schemaId);
        if (body.remainingBytes() > 0) {
            throw new Undecodable(
                    Reason.TRAILING_BYTES,
                    schemaId,
                    body.remainingBytes() + " bytes are left after the record");
        }
        return value;
    }

    private static int headerOf(byte[] framed) throws Undecodable {
        if (framed.length < WireFormat.HEADER_BYTES) {
            throw new Undecodable(
                    Reason.TOO_SHORT, framed.length + " bytes are less than a header");
        }
        if (framed[0] != WireFormat.MAGIC) {
            throw new Undecodable(Reason.BAD_MAGIC, "the first byte is " + framed[0] + ", not 0");
        }
        return WireFormat.schemaId(framed);
    }

    private WriterPlan<T> plan(int schemaId) throws Undecodable {
        Known<T> known = last;
        if (known != null && known.schemaId() == schemaId) {
            return known.plan();
        }
        WriterPlan<T> plan = plans.get(schemaId).orElse(null);
        if (plan == null) {
            plan = newPlan(schemaId, writerSchema(schemaId));
            plans.put(schemaId, plan);
        }
        last = new Known<>(schemaId, plan);
        return plan;
    }

    private Schema writerSchema(int schemaId) throws Undecodable {
        try {
            return registry.schemaById(schemaId);
        } catch (UnknownSchemaException e) {
            throw new Undecodable(
                    Reason.UNKNOWN_SCHEMA_ID, schemaId, String.valueOf(e.getMessage()));
        } catch (UnusableSchemaException e) {
            throw new Undecodable(Reason.UNUSABLE_SCHEMA, schemaId, String.valueOf(e.getMessage()));
        } catch (RegistryRejectedException e) {
            // Wrong credentials say nothing about the record: were they its fault, a rotated
            // password would empty a topic.
            throw new RegistryUnavailableException(String.valueOf(e.getMessage()), e);
        }
    }

    private WriterPlan<T> newPlan(int schemaId, Schema writer) throws Undecodable {
        WriterPlan<T> plan;
        try {
            plan = resolution.planFor(writer);
        } catch (IOException | RuntimeException | StackOverflowError e) {
            throw new Undecodable(Reason.INCOMPATIBLE_SCHEMA, schemaId, String.valueOf(e));
        }
        if (!plan.sameKind()) {
            throw new Undecodable(
                    Reason.INCOMPATIBLE_SCHEMA,
                    schemaId,
                    "the schema is that of " + writer.getFullName());
        }
        return plan;
    }

    private static <T> T read(WriterPlan<T> plan, AvroBody body, int schemaId) throws Undecodable {
        try {
            return plan.reader().read(null, body);
        } catch (IOException | RuntimeException | StackOverflowError e) {
            // Hostile bytes reach conversions, enum and union indexes and recursion: any of these
            // is about the bytes.
            Reason reason = plan.compatible() ? Reason.MALFORMED_AVRO : Reason.INCOMPATIBLE_SCHEMA;
            throw new Undecodable(reason, schemaId, withoutContent(e));
        }
    }

    /** Conversions quote the value they choke on, and a prompt must not reach a log. */
    private static String withoutContent(Throwable failure) {
        return failure instanceof EOFException || failure instanceof AvroTypeException
                ? String.valueOf(failure.getMessage())
                : failure.getClass().getSimpleName();
    }
}
