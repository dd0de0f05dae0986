package io.quaestor.simulator.answer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Numbers of a schema answer: counts of the document. When no count lies within the schema's
 * bounds, the nearest bound is answered.
 */
final class NumberAnswer {

    private static final Set<String> SHARES =
            Set.of("confidence", "score", "probability", "share", "ratio", "fraction", "relevance");
    private static final int SHARE_DIGITS = 4;
    private static final int MEAN_DIGITS = 2;

    private final Reading reading;

    NumberAnswer(Reading reading) {
        this.reading = reading;
    }

    Optional<JsonNode> integer(ObjectNode schema, String name, int pick) {
        NumberRange range = NumberRange.of(schema).integers();
        return fit(integers(name), range, pick).map(NumberAnswer::integerNode);
    }

    Optional<JsonNode> number(ObjectNode schema, String name, int pick) {
        List<BigDecimal> candidates = new ArrayList<>();
        if (PropertyName.of(name).hasAnyOf(SHARES)) {
            candidates.add(variety());
        }
        candidates.addAll(integers(name));
        candidates.add(meanSentenceLength());
        candidates.add(variety());
        return fit(candidates, NumberRange.of(schema), pick).map(DecimalNode::valueOf);
    }

    private List<BigDecimal> integers(String name) {
        PropertyName words = PropertyName.of(name);
        List<Long> counts = new ArrayList<>();
        if (words.hasAnyOf(Set.of("word"))) {
            counts.add((long) reading.wordCount());
        } else if (words.hasAnyOf(Set.of("sentence"))) {
            counts.add((long) reading.sentences().size());
        } else if (words.hasAnyOf(Set.of("character", "char", "length"))) {
            counts.add((long) reading.text().length());
        } else if (words.hasAnyOf(Set.of("year", "date"))) {
            Years.in(reading.text()).forEach(year -> counts.add((long) year));
        }
        counts.add((long) reading.mentions(words.phrase()));
        counts.add((long) reading.sentences().size());
        counts.add((long) reading.wordCount());
        counts.add((long) reading.contentCounts().size());
        reading.frequentWords(10)
                .forEach(word -> counts.add((long) reading.contentCounts().getOrDefault(word, 0)));
        return counts.stream().map(BigDecimal::valueOf).toList();
    }

    private static Optional<BigDecimal> fit(
            List<BigDecimal> candidates, NumberRange range, int pick) {
        List<BigDecimal> fitting = candidates.stream().filter(range::contains).distinct().toList();
        if (pick < fitting.size()) {
            return Optional.of(fitting.get(pick));
        }
        return range.nearest(candidates.getFirst(), pick - fitting.size());
    }

    /** Different content words per word: 0 to 1. */
    private BigDecimal variety() {
        return ratio(reading.contentCounts().size(), reading.wordCount(), SHARE_DIGITS);
    }

    private BigDecimal meanSentenceLength() {
        return ratio(reading.wordCount(), reading.sentences().size(), MEAN_DIGITS);
    }

    private static BigDecimal ratio(int part, int whole, int digits) {
        return BigDecimal.valueOf(part)
                .divide(BigDecimal.valueOf(Math.max(1, whole)), digits, RoundingMode.HALF_EVEN);
    }

    private static JsonNode integerNode(BigDecimal value) {
        BigInteger integer = value.toBigInteger();
        return integer.bitLength() < Long.SIZE
                ? LongNode.valueOf(integer.longValue())
                : BigIntegerNode.valueOf(integer);
    }
}
