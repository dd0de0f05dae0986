package io.quaestor.router.provider.roster;

import io.quaestor.event.ProviderEntry;
import io.quaestor.router.provider.Provider;
import io.quaestor.wire.Secrets;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One provider per name of the catalogue, built once and reused until its entry or credential
 * changes. Edge.
 *
 * <p>{@link #update} and {@link #close} are for one thread at a time; {@link #provider} is for any.
 */
public final class Providers implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Providers.class);

    private final ProviderFactory factory;
    private final Rehearsal rehearsal = new Rehearsal();
    private volatile Map<String, Slot> slots = Map.of();

    Providers(ProviderFactory factory) {
        this.factory = factory;
    }

    /**
     * Providers over the real protocols, with credentials from {@code secrets}; empty until {@link
     * #update}.
     */
    public static Providers over(Secrets secrets, InstantSource clock) {
        return new Providers(new ProtocolFactory(secrets, clock));
    }

    /**
     * Takes the providers of a catalogue snapshot: keeps those whose entry and credential are
     * unchanged, builds the others, and closes what was replaced or removed once its calls have
     * ended.
     *
     * <p>Reads key files, builds clients and rehearses the first of each protocol: not for an event
     * loop.
     */
    @SuppressWarnings("ReferenceEquality") // a slot is a client with connections, not a value
    public void update(Map<String, ProviderEntry> entries) {
        Map<String, Slot> before = slots;
        Map<String, Slot> after = new HashMap<>();
        entries.forEach((name, entry) -> after.put(name, slot(name, entry, before.get(name))));
        after.forEach(this::rehearse);
        slots = Map.copyOf(after);
        before.forEach(
                (name, old) -> {
                    if (after.get(name) != old) {
                        old.retire();
                    }
                });
    }

    /** The provider of that name; one that the catalogue has no more sends its jobs elsewhere. */
    public Provider provider(String name) {
        Slot slot = slots.get(name);
        return slot != null ? slot.provider() : Unavailable.gone(name);
    }

    /** Why providers cannot be called, by name, for health and status; empty when all can. */
    public Map<String, String> problems() {
        Map<String, String> problems = new TreeMap<>();
        slots.forEach(
                (name, slot) -> slot.problem().ifPresent(problem -> problems.put(name, problem)));
        return problems;
    }

    /** Retires all providers; those with calls under way close when these have ended. */
    @Override
    public void close() {
        update(Map.of());
    }

    private void rehearse(String name, Slot slot) {
        if (slot.problem().isEmpty()) {
            rehearsal.of(name, slot.entry().getProtocol(), slot.provider());
        }
    }

    private Slot slot(String name, ProviderEntry entry, @Nullable Slot before) {
        ProviderFactory.Credential credential = factory.credential(entry);
        if (before != null && before.isBuiltFrom(entry, credential)) {
            return before;
        }
        Slot slot = Slot.open(entry, credential, factory);
        slot.problem()
                .ifPresent(problem -> LOG.error("provider {} cannot be called: {}", name, problem));
        return slot;
    }
}
