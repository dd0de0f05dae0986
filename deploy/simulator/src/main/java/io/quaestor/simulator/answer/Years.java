package io.quaestor.simulator.answer;

import java.util.List;
import java.util.regex.Pattern;

/** Years that a document names. */
final class Years {

    private static final Pattern YEAR = Pattern.compile("\\b(1[5-9]\\d\\d|20\\d\\d)\\b");
    private static final int MAX_YEARS = 50;

    private Years() {}

    /** Distinct years in order of first occurrence. */
    static List<Integer> in(String text) {
        return YEAR.matcher(text)
                .results()
                .map(match -> Integer.valueOf(match.group()))
                .distinct()
                .limit(MAX_YEARS)
                .toList();
    }
}
