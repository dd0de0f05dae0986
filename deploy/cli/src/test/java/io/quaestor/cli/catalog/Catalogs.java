package io.quaestor.cli.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.List;
import java.util.Map;

/** Documents for tests. */
final class Catalogs {
    static final Map<String, String> ENVIRONMENT = Map.of("SIM_URL", "http://127.0.0.1:8080");

    /** Valid; the line numbers of the tests refer to it. */
    static final String VALID =
            """
            providers:
              sim-aws: {protocol: bedrock, url: "${SIM_URL}", region: eu-west-1, key: "env:KEYS", max-in-flight: 8, lag-limit: 8, simulated: true}
              sim-oai:
                protocol: openai
                url: "${SIM_URL}/v1"
                region: eu-west-1
                key: "file:/keys/openai"
                max-in-flight: 8
                lag-limit: 8
                simulated: true
            models:
              haiku@sim-aws: {id: "anthropic.claude-3-haiku-20240307-v1:0", context: 200000, max-output: 4096, price: {input: "0.25", output: "1.25"}, from: 2024-03-13}
              mini@sim-oai:
                id: gpt-4o-mini
                context: 128000
                max-output: 16384
                prices:
                - from: 2024-07-18
                  price: {input: "0.15", cached_input: "0.075", output: "0.60"}
                  tiers:
                  - {above-input-tokens: 100000, price: {input: "0.30", output: "1.20"}}
                - {from: 2024-07-18, service-tier: batch, price: {input: "0.075", output: "0.30"}}
            aliases:
              fast: [haiku@sim-aws, mini@sim-oai]
            departments:
              legal: {zone: Europe/Luxembourg, models: [fast], regions: [eu-west-1], max-input-bytes: 200000}
              finance: {zone: UTC, models: [fast], regions: [eu-west-1], max-input-bytes: 200000}
            users:
              ada: {department: legal}
            budgets:
              legal-day: {department: legal, window: day, mode: stop, limit-usd: "0.15", warn: [50, 80, 100]}
              ada-day: {department: legal, user: ada, window: day, mode: warn, limit-usd: "0.05"}
            """;

    static CatalogDocument valid(String yaml) {
        return switch (CatalogReader.read(yaml, ENVIRONMENT)) {
            case CatalogReading.Valid(CatalogDocument document) -> document;
            case CatalogReading.Refused(List<CatalogProblem> problems) -> fail(problems.toString());
        };
    }

    static List<CatalogProblem> problems(String yaml) {
        return switch (CatalogReader.read(yaml, ENVIRONMENT)) {
            case CatalogReading.Valid _ -> List.of();
            case CatalogReading.Refused(List<CatalogProblem> problems) -> problems;
        };
    }

    /** The valid document with one text replaced. */
    static String with(String replaced, String by) {
        assertThat(VALID).contains(replaced);
        return VALID.replace(replaced, by);
    }

    private Catalogs() {}
}
