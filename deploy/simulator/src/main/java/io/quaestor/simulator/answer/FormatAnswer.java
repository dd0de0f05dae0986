package io.quaestor.simulator.answer;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** Strings for a {@code format}: built from the document's years and words. */
final class FormatAnswer {

    private FormatAnswer() {}

    /** A string of that format, or empty when the format is not one that constrains. */
    static Optional<String> value(String format, Reading reading, int pick) {
        return switch (format) {
            case "date" -> Optional.of(date(reading, pick));
            case "date-time" -> Optional.of(date(reading, pick) + "T00:00:00Z");
            case "time" -> Optional.of(String.format(Locale.ROOT, "%02d:00:00Z", pick % 24));
            case "duration" -> Optional.of("P" + (pick + 1) + "D");
            case "email", "idn-email" -> Optional.of(host(reading, pick) + "@example.com");
            case "hostname", "idn-hostname" -> Optional.of(host(reading, pick) + ".example.com");
            case "uri", "uri-reference", "iri", "iri-reference" ->
                    Optional.of("urn:uuid:" + uuid(reading, pick));
            case "uuid" -> Optional.of(uuid(reading, pick));
            case "ipv4" -> Optional.of("192.0.2." + pick % 256);
            case "ipv6" -> Optional.of("2001:db8::" + Integer.toHexString(pick % 65_536));
            default -> Optional.empty();
        };
    }

    /** The first of January of a year that the document names; of 1970 where it names none. */
    private static String date(Reading reading, int pick) {
        List<Integer> years = Years.in(reading.text());
        int year = years.isEmpty() ? 1970 + pick : years.get(pick % years.size());
        int lap = years.isEmpty() ? 0 : pick / years.size();
        return String.format(Locale.ROOT, "%04d-%02d-%02d", year, 1 + lap % 12, 1 + lap / 12 % 28);
    }

    private static String host(Reading reading, int pick) {
        List<String> words = reading.frequentWords(pick + 1);
        String word = pick < words.size() ? words.get(pick) : "";
        return word.matches("[a-z]{1,60}") ? word : "word" + pick;
    }

    private static String uuid(Reading reading, int pick) {
        byte[] seed = (pick + reading.text()).getBytes(StandardCharsets.UTF_8);
        return UUID.nameUUIDFromBytes(seed).toString();
    }
}
