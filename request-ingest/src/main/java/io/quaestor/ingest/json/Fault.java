package io.quaestor.ingest.json;

/**
 * One thing wrong with a body.
 *
 * @param code for programs, such as {@code UNKNOWN_FIELD}
 * @param field its path, for example {@code messages[2].parts[0].text}
 * @param detail what is wrong; quotes no prompt
 * @param fix what to do about it
 */
public record Fault(String code, String field, String detail, String fix) {

    /** Whether this one tells of {@code other}'s field already, or of what holds it. */
    public boolean covers(String path) {
        return path.equals(field) || path.startsWith(field + ".") || path.startsWith(field + "[");
    }
}
