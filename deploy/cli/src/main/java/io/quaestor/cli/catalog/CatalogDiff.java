package io.quaestor.cli.catalog;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quaestor.event.CatalogEntry;
import io.quaestor.event.CatalogKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** What a document would change, field by field. Pure. */
public final class CatalogDiff {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What happens to an entry. */
    public enum Change {
        ADDED,
        CHANGED,
        RETIRED
    }

    /**
     * One field of an entry.
     *
     * @param before empty when there was none
     * @param after empty when there is none
     */
    public record Field(String name, String before, String after) {}

    /** One entry with the fields that differ; none for a retired one. */
    public record Entry(CatalogKey key, Change change, List<Field> fields) {}

    /** The entries that differ, in the order in which they would be written. */
    public static List<Entry> of(CurrentCatalog current, CatalogPlan plan) {
        return switch (plan) {
            case CatalogPlan.Unchanged _ -> List.of();
            case CatalogPlan.NewVersion(_, var entries, _) ->
                    entries.stream()
                            .filter(entry -> entry.getKind() != CatalogKind.VERSION)
                            .map(entry -> entry(current, entry))
                            .toList();
        };
    }

    private static Entry entry(CurrentCatalog current, CatalogEntry after) {
        var key = CatalogKey.of(after);
        var before = current.entry(key).filter(entry -> !entry.getRetired());
        if (after.getRetired()) {
            return new Entry(key, Change.RETIRED, List.of());
        }
        return new Entry(
                key,
                before.isPresent() ? Change.CHANGED : Change.ADDED,
                fields(before.map(CatalogEntry::getBody), after.getBody()));
    }

    private static List<Field> fields(Optional<Object> before, Object after) {
        var was = before.map(CatalogDiff::json).orElseGet(JSON::createObjectNode);
        var is = json(after);
        var names = new TreeSet<String>();
        was.fieldNames().forEachRemaining(names::add);
        is.fieldNames().forEachRemaining(names::add);
        var fields = new ArrayList<Field>();
        for (var name : names) {
            if (!was.path(name).equals(is.path(name))) {
                fields.add(new Field(name, text(was.path(name)), text(is.path(name))));
            }
        }
        return fields;
    }

    /** An Avro record prints itself as JSON. */
    private static JsonNode json(Object body) {
        try {
            return JSON.readTree(body.toString());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record does not print as JSON", e);
        }
    }

    private static String text(JsonNode value) {
        return value.isMissingNode() ? "" : value.isTextual() ? value.asText() : value.toString();
    }

    private CatalogDiff() {}
}
