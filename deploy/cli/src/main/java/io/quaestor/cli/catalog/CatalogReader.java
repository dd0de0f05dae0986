package io.quaestor.cli.catalog;

import java.util.Map;
import java.util.Optional;

/**
 * Reads a catalogue document: parses, fills in {@code ${NAME}} from the environment, checks every
 * field and reference. Pure.
 */
public final class CatalogReader {
    private final Problems problems = new Problems();
    private final Draft draft = new Draft();

    private CatalogReader() {}

    /** The document, or every problem in it. */
    public static CatalogReading read(String yaml, Map<String, String> environment) {
        var reader = new CatalogReader();
        YamlTree.parse(yaml, new Substitution(environment), reader.problems)
                .ifPresent(reader::sections);
        return reader.problems.none()
                ? new CatalogReading.Valid(reader.draft.document(yaml))
                : new CatalogReading.Refused(reader.problems.found());
    }

    /** In the order of reference: what a section names is read before it. */
    private void sections(YamlNode.Mapping root) {
        var sections = Fields.of(root, problems);
        read(sections, "providers", sections.required("providers"), new ProviderSection(draft));
        read(sections, "models", sections.required("models"), new ModelSection(draft));
        sections.required("aliases");
        sections.mapping("aliases").ifPresent(new AliasSection(draft)::read);
        read(
                sections,
                "departments",
                sections.required("departments"),
                new DepartmentSection(draft));
        read(sections, "users", sections.node("users"), new UserSection(draft));
        read(sections, "budgets", sections.node("budgets"), new BudgetSection(draft));
        sections.end();
    }

    private void read(Fields sections, String name, Optional<YamlNode> node, Section section) {
        if (node.isEmpty()) {
            return;
        }
        if (!(node.get() instanceof YamlNode.Mapping mapping)) {
            sections.problem(name, "must be a mapping of names to entries");
            return;
        }
        mapping.fields()
                .forEach(
                        (entry, field) -> {
                            var fields = Fields.of(field, name + "." + entry, problems);
                            section.read(entry, fields);
                            fields.end();
                        });
    }
}
