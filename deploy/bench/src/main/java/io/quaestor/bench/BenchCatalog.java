package io.quaestor.bench;

import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * The catalogue of a bench: two simulated providers, one of each wire protocol, with half of the
 * places each, and departments in lanes of their own, half of them with each provider, every one
 * with a budget that closes (and is never reached).
 */
public final class BenchCatalog {
    /** Sixteen lanes of 31, so that two workers have much the same share. */
    private static final String PREFIX = "bench-";

    static final int DEPARTMENTS = 16;

    /**
     * Enough that a place that becomes free finds a job on the queue, which is filled again after a
     * refresh at most (250 ms).
     */
    private static final int LAG_LIMIT_MIN = 500;

    /** The YAML document. */
    public static String of(Profile profile) {
        int places = profile.inFlight() / 2;
        return """
            providers:
              bench-aws: {protocol: bedrock, url: "${SIM_BEDROCK_URL}", region: eu-west-1, key: "env:SIM_AWS_KEYS", max-in-flight: %1$d, lag-limit: %2$d, simulated: true}
              bench-oai: {protocol: openai, url: "${SIM_OPENAI_URL}", region: eu-west-1, key: "env:SIM_OPENAI_KEY", max-in-flight: %1$d, lag-limit: %2$d, simulated: true}
            models:
              haiku@bench-aws: {id: "anthropic.claude-3-haiku-20240307-v1:0", context: 200000, max-output: 4096, price: {input: "0.25", output: "1.25"}, from: 2024-03-13}
              mini@bench-oai: {id: gpt-4o-mini, context: 128000, max-output: 16384, price: {input: "0.15", cached_input: "0.075", output: "0.60"}, from: 2024-07-18}
            aliases:
              aws: [haiku@bench-aws]
              oai: [mini@bench-oai]
            departments:
            %3$sbudgets:
            %4$s"""
                .formatted(
                        places,
                        Math.max(LAG_LIMIT_MIN, places),
                        lines(BenchCatalog::departmentLine),
                        lines(BenchCatalog::budgetLine));
    }

    private static String departmentLine(int index) {
        return "  %s: {zone: Europe/Luxembourg, models: [%s], regions: [eu-west-1], max-input-bytes: 200000, max-output: 4096}%n"
                .formatted(department(index), alias(index));
    }

    private static String budgetLine(int index) {
        return "  %1$s-month: {department: %1$s, window: month, mode: stop, limit-usd: \"1000000\", warn: [50, 80, 100]}%n"
                .formatted(department(index));
    }

    static String department(int index) {
        return PREFIX + index;
    }

    /** Whether a department is one of this catalogue: others may use the same stack. */
    static boolean isOurs(String department) {
        return department.startsWith(PREFIX);
    }

    static String alias(int index) {
        return List.of("aws", "oai").get(index % 2);
    }

    private static String lines(IntFunction<String> line) {
        var text = new StringBuilder();
        IntStream.range(0, DEPARTMENTS).mapToObj(line).forEach(text::append);
        return text.toString();
    }

    private BenchCatalog() {}
}
