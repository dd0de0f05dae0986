package io.quaestor.wire.registry;

import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * Avro's model of generated classes that needs no system property.
 *
 * <p>Avro 1.12.2 loads a class only if {@code org.apache.avro.SERIALIZABLE_PACKAGES} names its
 * package, because a schema from the network may name any class. Here names come from the reader's
 * schema, which is compiled in, and what is loaded is used only if it is a generated record, enum
 * or fixed; {@code java-class} properties are not honoured at all.
 */
final class GeneratedClasses extends SpecificData {

    private static final Class<?> NONE = Void.class;

    private final ConcurrentMap<String, Class<?>> classes = new ConcurrentHashMap<>();

    private GeneratedClasses(ClassLoader loader) {
        super(loader);
        addLogicalTypeConversions(this);
    }

    /**
     * The model for {@code type} and what it contains, with the conversions its generator gave it.
     */
    static GeneratedClasses of(Class<?> type) {
        ClassLoader loader = type.getClassLoader();
        GeneratedClasses model =
                new GeneratedClasses(loader == null ? ClassLoader.getSystemClassLoader() : loader);
        SpecificData.getForClass(type).getConversions().forEach(model::addLogicalTypeConversion);
        return model;
    }

    /** The generated class of a record schema, if the thread's class loader or ours has it. */
    static Optional<Class<?>> classOf(Schema schema) {
        return Stream.of(
                        Thread.currentThread().getContextClassLoader(),
                        GeneratedClasses.class.getClassLoader())
                .filter(Objects::nonNull)
                .flatMap(loader -> Stream.ofNullable(new GeneratedClasses(loader).getClass(schema)))
                .<Class<?>>map(found -> found)
                .findFirst();
    }

    @Override
    @SuppressWarnings("rawtypes") // as inherited
    public @Nullable Class getClass(Schema schema) {
        return switch (schema.getType()) {
            case RECORD, ENUM, FIXED -> {
                Class<?> found = classes.computeIfAbsent(schema.getFullName(), _ -> load(schema));
                yield found == NONE ? null : found;
            }
            default -> super.getClass(schema);
        };
    }

    private Class<?> load(Schema schema) {
        try {
            Class<?> found = Class.forName(getClassName(schema), false, getClassLoader());
            return isGenerated(found) ? found : NONE;
        } catch (ClassNotFoundException | LinkageError e) {
            // The application has no class for it: Avro then uses its generic one.
            return NONE;
        }
    }

    private static boolean isGenerated(Class<?> found) {
        return SpecificRecord.class.isAssignableFrom(found)
                || GenericFixed.class.isAssignableFrom(found)
                || found.isEnum();
    }
}
