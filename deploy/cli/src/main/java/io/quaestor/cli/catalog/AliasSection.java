package io.quaestor.cli.catalog;

import io.quaestor.event.AliasEntry;

/** {@code aliases}: the name a request uses, with its models in the order of preference. */
final class AliasSection {
    private final Draft draft;

    AliasSection(Draft draft) {
        this.draft = draft;
    }

    void read(Fields aliases) {
        aliases.all()
                .forEach(
                        (name, field) -> {
                            Names.problemInAlias(name)
                                    .ifPresent(
                                            problem ->
                                                    aliases.problem(field.line(), name, problem));
                            draft.aliases.put(name, alias(name, aliases));
                        });
    }

    private AliasEntry alias(String name, Fields aliases) {
        var models = aliases.texts(name);
        for (var model : models) {
            if (!draft.models.containsKey(model.text())) {
                aliases.problem(model.line(), name, "unknown model " + model.text());
            }
        }
        return new AliasEntry(models.stream().map(YamlNode.Scalar::text).toList());
    }
}
