package io.quaestor.kernel;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in a distributed trace, as W3C Trace Context (Level 2) writes it: what caused a request,
 * and what each provider call made for it is a child of.
 *
 * <p>Invariant: it can be written as headers as it is. A trace never decides anything: one that
 * cannot be read is as good as none.
 *
 * @param traceId 32 lower-case hexadecimal digits, not all zero
 * @param spanId 16 of them, not all zero: the caller's span
 * @param flags sampled (1) and random trace id (2)
 * @param state the vendors' list, or empty
 */
public record Trace(String traceId, String spanId, int flags, String state) {

    /** Version, trace id, parent span and flags; a later version may say more behind them. */
    private static final Pattern TRACEPARENT =
            Pattern.compile("([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?");

    /** The longest text of a later version that is looked at. */
    private static final int TRACEPARENT_CHARS_MAX = 256;

    private static final String VERSION = "00";
    private static final String NO_VERSION = "ff";
    private static final String NO_TRACE = "0".repeat(32);
    private static final String NO_SPAN = "0".repeat(16);

    /** The flags that Level 2 defines; all others are to be set to zero. */
    private static final int KNOWN_FLAGS = 0x03;

    private static final int HEX = 16;

    /** What W3C asks everybody to propagate at least, and what ends our patience. */
    private static final int STATE_CHARS_MAX = 512;

    private static final int STATE_MEMBERS_MAX = 32;

    private static final Pattern STATE_MEMBER =
            Pattern.compile(
                    "[a-z0-9][a-z0-9_\\-*/@]{0,255}"
                            + "=[\\x20-\\x2b\\x2d-\\x3c\\x3e-\\x7e]{0,255}"
                            + "[\\x21-\\x2b\\x2d-\\x3c\\x3e-\\x7e]");

    /**
     * Reads the two headers. A state that breaks the rules is left out, as W3C asks.
     *
     * @return empty unless {@code traceparent} is a trace context
     */
    public static Optional<Trace> read(String traceparent, String tracestate) {
        if (traceparent.length() > TRACEPARENT_CHARS_MAX) {
            return Optional.empty();
        }
        Matcher parts = TRACEPARENT.matcher(traceparent);
        return parts.matches() && isTrace(parts)
                ? Optional.of(
                        new Trace(
                                parts.group(2),
                                parts.group(3),
                                Integer.parseInt(parts.group(4), HEX) & KNOWN_FLAGS,
                                propagable(tracestate) ? tracestate : ""))
                : Optional.empty();
    }

    private static boolean isTrace(Matcher parts) {
        String version = parts.group(1);
        boolean longer = parts.group(5) != null;
        return !version.equals(NO_VERSION)
                && !(longer && version.equals(VERSION))
                && !parts.group(2).equals(NO_TRACE)
                && !parts.group(3).equals(NO_SPAN);
    }

    /** Members may be empty, and may have white space around them. */
    private static boolean propagable(String state) {
        if (state.length() > STATE_CHARS_MAX) {
            return false;
        }
        int members = 0;
        for (String part : state.split(",", -1)) {
            String member = withoutBlanks(part);
            if (!member.isEmpty()) {
                members++;
                if (!STATE_MEMBER.matcher(member).matches()) {
                    return false;
                }
            }
        }
        return members <= STATE_MEMBERS_MAX;
    }

    /** Without blanks and tabs at both ends; a line feed is no white space of a header. */
    private static String withoutBlanks(String part) {
        int from = 0;
        int to = part.length();
        while (from < to && isBlank(part.charAt(from))) {
            from++;
        }
        while (from < to && isBlank(part.charAt(to - 1))) {
            to--;
        }
        return part.substring(from, to);
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }

    /**
     * The span of something done on behalf of this one. The same name gives the same span for ever,
     * so that whoever knows the name of a call finds its span without a record of it.
     *
     * @param name unique within the trace, for example {@code job/run/dispatch/attempt}
     */
    public Trace child(String name) {
        byte[] digest = sha256().digest(name.getBytes(StandardCharsets.UTF_8));
        long bits = ByteBuffer.wrap(digest).getLong();
        // Zero means no span; a name in 2^64 would give it.
        return new Trace(traceId, HexFormat.of().toHexDigits(bits == 0 ? 1 : bits), flags, state);
    }

    /** The header of this name, in version 00. */
    public String traceparent() {
        return VERSION + "-" + traceId + "-" + spanId + "-" + "%02x".formatted(flags);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
