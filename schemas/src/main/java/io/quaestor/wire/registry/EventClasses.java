package io.quaestor.wire.registry;

import org.apache.avro.util.ClassSecurityValidator;

/**
 * Lets Avro build Quaestor's own records without a system property.
 *
 * <p>Avro 1.12.2 refuses to load any class that {@code org.apache.avro.SERIALIZABLE_PACKAGES} does
 * not name, also in a generated builder that fills in a default. This adds exactly one package,
 * {@code io.quaestor.event}, to what the process trusts already. Creating a {@link RegistryClient}
 * does it; a program that uses builders before that calls it first.
 */
public final class EventClasses {

    private static final String PACKAGE = "io.quaestor.event";

    static {
        ClassSecurityValidator.setGlobal(
                ClassSecurityValidator.composite(
                        ClassSecurityValidator.getGlobal(),
                        type -> type.getPackageName().equals(PACKAGE)));
    }

    private EventClasses() {}

    /** Trusts the generated records from now on; once is enough. */
    public static void trust() {
        // Loading this class has done it, once for the process and before any caller goes on.
    }
}
