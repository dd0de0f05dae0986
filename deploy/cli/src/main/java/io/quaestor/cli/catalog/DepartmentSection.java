package io.quaestor.cli.catalog;

import io.quaestor.event.AliasEntry;
import io.quaestor.event.DepartmentEntry;
import io.quaestor.event.ModelEntry;
import io.quaestor.event.ProviderEntry;
import io.quaestor.event.Sensitivity;
import io.quaestor.kernel.Department;
import io.quaestor.wire.Topics;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** {@code departments}: who may call what, where, and in whose time zone the money is counted. */
final class DepartmentSection implements Section {
    private static final int OUTPUT_MAX = 10_000_000;
    private static final int WEIGHT_MAX = 1_000;

    /** Until the department is created by {@link CatalogPlanner}. */
    private static final int NO_LANE = 0;

    private final Draft draft;

    DepartmentSection(Draft draft) {
        this.draft = draft;
    }

    @Override
    public void read(String name, Fields fields) {
        Department.problemIn(name).ifPresent(problem -> fields.entryProblem(problem));
        var zone = fields.parsed("zone", DepartmentSection::zone, "UTC");
        var regions = regions(fields);
        draft.departments.put(
                name,
                DepartmentEntry.newBuilder()
                        .setLane(NO_LANE)
                        .setZone(zone)
                        .setModels(aliases(fields, Set.copyOf(regions)))
                        .setRegions(regions)
                        .setMaxInputBytes(
                                fields.whole("max-input-bytes", 1, Topics.MAX_REQUEST_BYTES))
                        .setMaxOutputTokens((int) fields.whole("max-output", 0, 0, OUTPUT_MAX))
                        .setMaxSensitivity(
                                fields.optional("max-sensitivity", DepartmentSection::sensitivity)
                                        .orElse(Sensitivity.RESTRICTED))
                        .setAuditReasonRequired(fields.flag("audit-reason-required", true))
                        .setWeight((int) fields.whole("weight", 1, 1, WEIGHT_MAX))
                        .build());
        fields.notYet("max-waiting", "a bound of waiting jobs is not available yet");
    }

    private List<String> regions(Fields fields) {
        var regions = fields.texts("regions");
        for (var region : regions) {
            Names.problemInRegion(region.text())
                    .ifPresent(problem -> fields.problem(region.line(), "regions", problem));
        }
        return regions.stream().map(YamlNode.Scalar::text).toList();
    }

    /** An alias without any model in the department's regions could only ever be refused. */
    private List<String> aliases(Fields fields, Set<String> regions) {
        var names = fields.texts("models");
        for (var name : names) {
            var alias = draft.aliases.get(name.text());
            if (alias == null) {
                fields.problem(name.line(), "models", "unknown alias " + name.text());
            } else if (outside(alias, regions)) {
                fields.problem(
                        name.line(),
                        "models",
                        "no model of alias %s is in a region of the department"
                                .formatted(name.text()));
            }
        }
        return names.stream().map(YamlNode.Scalar::text).toList();
    }

    private boolean outside(AliasEntry alias, Set<String> regions) {
        var reachable =
                alias.getModels().stream()
                        .flatMap(model -> Optional.ofNullable(draft.models.get(model)).stream())
                        .map(ModelEntry::getProvider)
                        .flatMap(name -> Optional.ofNullable(draft.providers.get(name)).stream())
                        .map(ProviderEntry::getRegion)
                        .collect(Collectors.toSet());
        return !reachable.isEmpty()
                && !regions.isEmpty()
                && reachable.stream().noneMatch(regions::contains);
    }

    private static String zone(String text) {
        if (!ZoneId.getAvailableZoneIds().contains(text)) {
            throw new IllegalArgumentException(
                    "unknown time zone %s: write one such as Europe/Luxembourg".formatted(text));
        }
        return text;
    }

    private static Sensitivity sensitivity(String text) {
        return switch (text) {
            case "public" -> Sensitivity.PUBLIC;
            case "internal" -> Sensitivity.INTERNAL;
            case "confidential" -> Sensitivity.CONFIDENTIAL;
            case "restricted" -> Sensitivity.RESTRICTED;
            default ->
                    throw new IllegalArgumentException(
                            "must be public, internal, confidential or restricted, not " + text);
        };
    }
}
