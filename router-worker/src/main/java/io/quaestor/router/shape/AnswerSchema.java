package io.quaestor.router.shape;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.ExecutionContext;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.resource.SchemaLoader;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * A JSON schema that replies are validated against: draft 2020-12, or the published draft that its
 * {@code $schema} names. {@code format} says something about a value and is not asserted, as
 * 2020-12 has it.
 *
 * <p>Nothing is ever fetched, from network, file or class path: a {@code $ref} that leads out of
 * the schema makes it unusable. Safe for several threads.
 */
final class AnswerSchema {
    /** Providers take half of that. */
    static final int MAX_CHARS = 256 * 1024;

    /** What a text is as a schema. */
    sealed interface Reading {}

    record Usable(AnswerSchema schema) implements Reading {}

    /**
     * @param reason may quote the schema: for the requester
     */
    record Unusable(String reason) implements Reading {}

    private static final SchemaRegistryConfig CONFIG =
            SchemaRegistryConfig.builder()
                    .locale(Locale.ROOT)
                    .preloadSchema(false)
                    .regularExpressionFactory(new BoundedPatterns())
                    .build();

    private static final SchemaRegistry SCHEMAS =
            SchemaRegistry.withDefaultDialect(
                    SpecificationVersion.DRAFT_2020_12,
                    registry ->
                            registry.schemaRegistryConfig(CONFIG)
                                    .schemaLoader(
                                            SchemaLoader.builder().allow(_ -> false).build()));

    /** The schemas of schemas, which the library brings along. */
    private static final SchemaRegistry METASCHEMAS =
            SchemaRegistry.withDefaultDialect(
                    SpecificationVersion.DRAFT_2020_12,
                    registry -> registry.schemaRegistryConfig(CONFIG));

    private final Schema schema;

    private AnswerSchema(Schema schema) {
        this.schema = schema;
    }

    static Reading read(String text, LongSupplier nanoTime) {
        if (text.length() > MAX_CHARS) {
            return new Unusable("it has more than " + MAX_CHARS + " characters");
        }
        var tree = JsonAnswer.read(text).filter(JsonNode::isObject);
        return tree.isEmpty()
                ? new Unusable("it is no JSON object")
                : compiled(tree.get(), new Effort(nanoTime));
    }

    private static Reading compiled(JsonNode tree, Effort effort) {
        try {
            var schema = SCHEMAS.getSchema(tree);
            var dialect = schema.getSchemaContext().getDialect().getId();
            var flaws = flaws(METASCHEMAS.getSchema(SchemaLocation.of(dialect)), tree, effort);
            if (!flaws.isEmpty()) {
                return new Unusable(flaws.getFirst().text());
            }
            schema.initializeValidators();
            return new Usable(new AnswerSchema(schema));
        } catch (Effort.ExceededException e) {
            return new Unusable(e.reason());
        } catch (StackOverflowError e) {
            return new Unusable("it nests too deep");
        } catch (RuntimeException e) {
            // Whatever the library has to say against a schema: references, anchors, patterns.
            return new Unusable(String.valueOf(e.getMessage()));
        }
    }

    /** The shape of a value in form of this schema; what cannot be judged in time has it not. */
    Shape check(JsonNode value, LongSupplier nanoTime) {
        try {
            var flaws = flaws(schema, value, new Effort(nanoTime));
            return flaws.isEmpty()
                    ? new Shape.Met(JsonAnswer.compact(value))
                    : new Shape.Missed(flaws, true);
        } catch (Effort.ExceededException e) {
            return Shape.Missed.unjudged(e.reason());
        } catch (StackOverflowError e) {
            return Shape.Missed.unjudged("it nests too deep");
        } catch (RuntimeException e) {
            return Shape.Missed.unjudged(String.valueOf(e.getMessage()));
        }
    }

    private static List<Flaw> flaws(Schema schema, JsonNode value, Effort effort) {
        var run = new Run(effort);
        ScopedValue.where(BoundedPatterns.EFFORT, effort).run(() -> schema.validate(run, value));
        return run.getErrors().stream()
                .limit(Flaw.MAX_FLAWS)
                .map(error -> new Flaw(error.getInstanceLocation().toString(), error.getMessage()))
                .toList();
    }

    /** A validation that asks at each keyword whether it may go on. */
    private static final class Run extends ExecutionContext {
        private final Effort effort;

        Run(Effort effort) {
            this.effort = effort;
        }

        @Override
        public void evaluationPathAddLast(String token) {
            effort.enter();
            super.evaluationPathAddLast(token);
        }

        @Override
        public void evaluationPathAddLast(int token) {
            effort.enter();
            super.evaluationPathAddLast(token);
        }

        @Override
        public void evaluationPathRemoveLast() {
            effort.leave();
            super.evaluationPathRemoveLast();
        }

        @Override
        public void addError(Error error) {
            effort.error();
            super.addError(error);
        }
    }
}
