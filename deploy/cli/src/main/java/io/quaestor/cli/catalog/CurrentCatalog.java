package io.quaestor.cli.catalog;

import io.quaestor.event.CatalogEntry;
import io.quaestor.event.CatalogKind;
import io.quaestor.event.CatalogVersion;
import io.quaestor.event.DepartmentEntry;
import io.quaestor.kernel.Lane;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code llm.catalog} holds: the newest record of each entry, retired ones included.
 *
 * @param version 0 before the first catalogue
 * @param document the newest version's; empty before the first catalogue
 * @param entries by kind and name, without versions
 */
public record CurrentCatalog(long version, String document, Map<CatalogKey, KnownEntry> entries) {
    /** A catalogue without any version. */
    public static final CurrentCatalog EMPTY = new CurrentCatalog(0, "", Map.of());

    public CurrentCatalog {
        entries = Map.copyOf(entries);
    }

    /**
     * An entry as it lies on the topic.
     *
     * @param sha256 of its Avro body
     */
    public record KnownEntry(CatalogEntry entry, ByteBuffer sha256) {}

    /** Folds the records of the topic in their order. */
    public static CurrentCatalog of(List<KnownEntry> records) {
        long version = 0;
        var document = "";
        var entries = new LinkedHashMap<CatalogKey, KnownEntry>();
        for (var record : records) {
            if (record.entry().getBody() instanceof CatalogVersion body) {
                version = record.entry().getVersion();
                document = body.getDocument();
            } else {
                entries.put(CatalogKey.of(record.entry()), record);
            }
        }
        return new CurrentCatalog(version, document, entries);
    }

    /** The body of an entry if it is of this type, retired or not. */
    public <T> Optional<T> body(CatalogKind kind, String name, Class<T> type) {
        return entry(new CatalogKey(kind, name))
                .map(CatalogEntry::getBody)
                .filter(type::isInstance)
                .map(type::cast);
    }

    /** The newest record of an entry, retired or not. */
    public Optional<CatalogEntry> entry(CatalogKey key) {
        return Optional.ofNullable(entries.get(key)).map(KnownEntry::entry);
    }

    /** The entries that are not retired. */
    public List<CatalogEntry> inForce() {
        return entries.values().stream()
                .map(KnownEntry::entry)
                .filter(entry -> !entry.getRetired())
                .toList();
    }

    /** One lane per department that ever was. */
    Collection<Lane> lanes() {
        return entries.values().stream()
                .map(known -> known.entry().getBody())
                .filter(DepartmentEntry.class::isInstance)
                .map(DepartmentEntry.class::cast)
                .map(department -> new Lane(department.getLane()))
                .toList();
    }
}
