package io.quaestor.cli.catalog;

import static io.quaestor.cli.catalog.Catalogs.problems;
import static io.quaestor.cli.catalog.Catalogs.valid;
import static io.quaestor.cli.catalog.Catalogs.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.quaestor.event.BudgetMode;
import io.quaestor.event.PriceEntry;
import io.quaestor.event.Protocol;
import io.quaestor.event.SpendLevel;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CatalogReaderTest {

    @Test
    void readsProvidersWithValuesOfTheEnvironment() {
        var document = valid(Catalogs.VALID);

        var bedrock = Objects.requireNonNull(document.providers().get("sim-aws"));
        assertThat(bedrock.getProtocol()).isEqualTo(Protocol.BEDROCK);
        assertThat(bedrock.getUrl()).isEqualTo("http://127.0.0.1:8080");
        assertThat(bedrock.getSimulated()).isTrue();
        assertThat(document.text()).contains("${SIM_URL}");
    }

    @Test
    void readsTheRatesOfAProvider() {
        var rates = "requests-per-minute: 600, tokens-per-minute: 90000, max-in-flight: 8, lag";
        var document = valid(with("max-in-flight: 8, lag", rates));

        var bedrock = Objects.requireNonNull(document.providers().get("sim-aws"));
        assertThat(bedrock.getRequestsPerMinute()).isEqualTo(600);
        assertThat(bedrock.getTokensPerMinute()).isEqualTo(90_000);
    }

    @Test
    void readsPricesInPicoUsdByMeterWithTheirTiersAndStarts() {
        var model = Objects.requireNonNull(valid(Catalogs.VALID).models().get("mini@sim-oai"));

        assertThat(model.getPrices())
                .extracting(
                        PriceEntry::getVersion,
                        PriceEntry::getServiceTier,
                        PriceEntry::getAboveInputTokens)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("mini@sim-oai/2024-07-18", "", 0L),
                        org.assertj.core.groups.Tuple.tuple(
                                "mini@sim-oai/2024-07-18", "", 100_000L),
                        org.assertj.core.groups.Tuple.tuple(
                                "mini@sim-oai/2024-07-18/batch", "batch", 0L));
        var base = model.getPrices().getFirst();
        assertThat(base.getFrom()).isEqualTo(Instant.parse("2024-07-18T00:00:00Z"));
        assertThat(base.getPicoUsd())
                .isEqualTo(Map.of("input", 150_000L, "cached_input", 75_000L, "output", 600_000L));
    }

    @Test
    void readsBudgetsOfADepartmentAndOfAUser() {
        var budgets = valid(Catalogs.VALID).budgets();

        var day = Objects.requireNonNull(budgets.get("legal-day"));
        assertThat(day.getLevel()).isEqualTo(SpendLevel.DEPARTMENT);
        assertThat(day.getName()).isEqualTo("legal");
        assertThat(day.getMode()).isEqualTo(BudgetMode.STOP);
        assertThat(day.getLimitNanoUsd()).isEqualTo(150_000_000L);
        var ada = Objects.requireNonNull(budgets.get("ada-day"));
        assertThat(ada.getLevel()).isEqualTo(SpendLevel.USER);
        assertThat(ada.getName()).isEqualTo("ada");
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    # replaced                     | by                              | line | where                                   | says
                    sim-aws: {protocol             | control: {protocol              |  2 | providers.control                         | reserved
                    sim-aws: {protocol             | Sim_AWS: {protocol              |  2 | providers.Sim_AWS                         | must match
                    protocol: bedrock              | protocol: soap                  |  2 | providers.sim-aws.protocol                | must be openai or bedrock
                    protocol: bedrock              | protocol: cohere                |  2 | providers.sim-aws.protocol                | not available yet
                    url: "${SIM_URL}/v1"           | url: "${NOT_SET}/v1"            |  5 | providers.sim-oai.url                     | environment variable NOT_SET is not set
                    url: "${SIM_URL}/v1"           | url: "ftp://example.org"        |  5 | providers.sim-oai.url                     | http or https
                    key: "env:KEYS"                | key: "AKIA123:secret"           |  2 | providers.sim-aws.key                     | never the secret
                    key: "env:KEYS"                | key: aws-default-chain          |  2 | providers.sim-aws.key                     | refused for a simulated provider
                    key: "file:/keys/openai"       | key: aws-default-chain          |  7 | providers.sim-oai.key                     | simulated
                    max-in-flight: 8, lag          | max-in-flight: 0, lag           |  2 | providers.sim-aws.max-in-flight           | must be 1 to
                    max-in-flight: 8, lag          | requests-per-minute: -1, max-in-flight: 8, lag | 2 | providers.sim-aws.requests-per-minute | must be 0 to
                    max-in-flight: 8, lag          | max-in-flight: many, lag        |  2 | providers.sim-aws.max-in-flight           | whole number
                    lag-limit: 8, simulated        | lag-limits: 8, simulated        |  2 | providers.sim-aws.lag-limits              | unknown field
                    lag-limit: 8, simulated        | simulated                       |  2 | providers.sim-aws.lag-limit               | is missing
                    region: eu-west-1, key         | key                             |  2 | providers.sim-aws.region                  | is missing
                    simulated: true}               | simulated: perhaps}             |  2 | providers.sim-aws.simulated               | true or false
                    haiku@sim-aws: {id             | haiku@elsewhere: {id            | 12 | models.haiku@elsewhere                    | unknown provider elsewhere
                    haiku@sim-aws: {id             | haiku: {id                      | 12 | models.haiku                              | name@provider
                    price: {input: "0.25"          | price: {input: 0.25             | 12 | models.haiku@sim-aws.price.input          | must be a text
                    price: {input: "0.25"          | price: {input: "1e-3"           | 12 | models.haiku@sim-aws.price.input          | plain decimal
                    price: {input: "0.25"          | price: {input: "-1"             | 12 | models.haiku@sim-aws.price.input          | plain decimal
                    input: "0.25", output: "1.25"  | input: "0.25"                   | 12 | models.haiku@sim-aws.price.output         | is missing
                    cached_input: "0.075"          | cashed: "0.075"                 | 19 | models.mini@sim-oai.prices[0].price.cashed | unknown meter
                    from: 2024-03-13               | from: yesterday                 | 12 | models.haiku@sim-aws.from                 | must be a date
                    , from: 2024-03-13             | ``                              | 12 | models.haiku@sim-aws.from                 | is missing
                    service-tier: batch            | service-tier: standard          | 22 | models.mini@sim-oai.prices[1].from        | already
                    above-input-tokens: 100000     | above-input-tokens: 0           | 21 | models.mini@sim-oai.prices[0].tiers[0].above-input-tokens | must be 1 to
                    [haiku@sim-aws, mini@sim-oai]  | [haiku@sim-aws, maxi@sim-oai]   | 24 | aliases.fast                              | unknown model maxi@sim-oai
                    [haiku@sim-aws, mini@sim-oai]  | []                              | 24 | aliases.fast                              | at least one
                    legal: {zone                   | Legal: {zone                    | 26 | departments.Legal                         | must match
                    zone: Europe/Luxembourg        | zone: Europe/Esch               | 26 | departments.legal.zone                    | unknown time zone
                    UTC, models: [fast]            | UTC, models: [slow]             | 27 | departments.finance.models                | unknown alias slow
                    UTC, models: [fast], regions: [eu-west-1] | UTC, models: [fast], regions: [us-east-1] | 27 | departments.finance.models | no model of alias fast
                    ada: {department: legal}       | ada: {department: law}          | 29 | users.ada.department                      | unknown department law
                    legal-day: {department: legal  | legal-day: {department: law     | 31 | budgets.legal-day.department              | unknown department law
                    mode: stop                     | mode: hard                      | 31 | budgets.legal-day.mode                    | hard budgets are not available yet: use stop or warn
                    window: day, mode: stop        | window: week, mode: stop        | 31 | budgets.legal-day.window                  | hour, day or month
                    limit-usd: "0.15"              | limit-usd: 0.15                 | 31 | budgets.legal-day.limit-usd               | must be a text
                    limit-usd: "0.15"              | limit-usd: "-1"                 | 31 | budgets.legal-day.limit-usd               | negative
                    warn: [50, 80, 100]            | warn: [80, 50]                  | 31 | budgets.legal-day.warn                    | ascend
                    user: ada                      | user: eve                       | 32 | budgets.ada-day.user                      | no user of department legal
                    user: ada                      | model: slow                     | 32 | budgets.ada-day.model                     | no alias of department legal
                    user: ada                      | user: ada, model: fast          | 32 | budgets.ada-day                           | one of user, model
                    """)
    void refusesEachProblemWithItsLine(
            String replaced, String by, int line, String where, String says) {
        var problems = problems(with(replaced, by));

        assertThat(problems)
                .anySatisfy(
                        problem -> {
                            assertThat(problem.line()).isEqualTo(line);
                            assertThat(problem.where()).isEqualTo(where);
                            assertThat(problem.text()).contains(says);
                        });
    }

    @Test
    void listsEveryProblemInTheOrderOfTheLines() {
        var yaml =
                with("protocol: bedrock", "protocol: soap")
                        .replace("mode: stop", "mode: hard")
                        .replace("zone: UTC", "zone: Nowhere")
                        .replace("users:", "guests: {}\nusers:");

        assertThat(problems(yaml)).extracting(CatalogProblem::line).containsExactly(2, 27, 28, 32);
    }

    @Test
    void refusesTwoModelsThatAreOneRouteWithPricesOfOneStart() {
        var yaml =
                with(
                        "  mini@sim-oai:\n",
                        "  again@sim-aws: {id: \"anthropic.claude-3-haiku-20240307-v1:0\", context: 1, max-output: 1, price: {input: \"1\", output: \"1\"}, from: 2024-03-13}\n  mini@sim-oai:\n");

        assertThat(problems(yaml))
                .singleElement()
                .asString()
                .startsWith("line 13: models.again@sim-aws.from: haiku@sim-aws has a price");
    }

    @Test
    void neverShowsWhatStandsInThePlaceOfASecret() {
        var problems = problems(with("env:KEYS", "AKIA-very-secret"));

        assertThat(problems).isNotEmpty();
        assertThat(problems.toString()).doesNotContain("very-secret");
    }

    @Test
    void namesTheLineOfBrokenYamlAndOfFieldsWrittenTwice() {
        assertThat(problems("providers: {\n  a: [1,\n"))
                .extracting(CatalogProblem::line)
                .isNotEmpty();
        assertThat(problems(with("users:", "users: {}\nusers:")))
                .extracting(CatalogProblem::toString)
                .containsExactly("line 29: users: is written twice");
        assertThat(problems("")).hasSize(1);
        assertThat(problems("- a\n- b\n")).hasSize(1);
    }

    @Test
    void takesAnyDamagedDocumentWithoutFailingItself() {
        long seed = new Random().nextLong();
        var random = new Random(seed);
        for (int i = 0; i < 500; i++) {
            var damaged = damaged(random);
            List<CatalogProblem> problems;
            try {
                problems = problems(damaged);
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + ", document\n" + damaged, e);
            }
            long lines = damaged.lines().count();
            assertThat(problems)
                    .as("seed %d", seed)
                    .allMatch(problem -> problem.line() >= 1 && problem.line() <= lines + 1);
        }
    }

    private static String damaged(Random random) {
        var text = new StringBuilder(Catalogs.VALID);
        for (int i = random.nextInt(1, 4); i > 0; i--) {
            int at = random.nextInt(text.length());
            switch (random.nextInt(3)) {
                case 0 -> text.deleteCharAt(at);
                case 1 -> text.insert(at, "{}[]:,\"&*-? \n#@|1a".charAt(random.nextInt(18)));
                default -> text.delete(at, Math.min(text.length(), at + random.nextInt(1, 60)));
            }
        }
        return text.toString();
    }
}
