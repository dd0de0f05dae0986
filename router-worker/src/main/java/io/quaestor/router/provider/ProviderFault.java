package io.quaestor.router.provider;

import io.quaestor.event.ErrorType;
import io.quaestor.event.JobError;
import java.util.List;

/**
 * What went wrong with a call.
 *
 * @param message our own sentence, free of anything the provider or the requester wrote: safe in
 *     journal and logs
 * @param status the provider's HTTP status, 0 when there was none
 * @param code the provider's own code, empty unless it looks like one
 * @param detail the provider's words, cut; they may quote the prompt, so only the requester gets
 *     them
 */
public record ProviderFault(
        ErrorType type, String message, int status, String code, String detail) {

    /** A provider's code is an identifier; anything longer is prose. */
    private static final int CODE_CHARS_MAX = 80;

    /** Enough to name an unsupported parameter; an error must not carry a whole prompt back. */
    private static final int DETAIL_CHARS_MAX = 500;

    public ProviderFault {
        code = isCode(code) ? code : "";
        detail = type == ErrorType.AUTHENTICATION ? "" : oneLine(detail);
    }

    /** A fault of our own or of the network: no status, no code, no foreign words. */
    public static ProviderFault local(ErrorType type, String message) {
        return new ProviderFault(type, message, 0, "", "");
    }

    /** For the journal, which holds no prompt and no reply. */
    public JobError forJournal(boolean retryable) {
        return new JobError(type, message, retryable, status, code, List.of());
    }

    /** For the requester, who may read the provider's own words about the request. */
    public JobError forRequester(boolean retryable) {
        String text = detail.isEmpty() ? message : message + ": " + detail;
        return new JobError(type, text, retryable, status, code, List.of());
    }

    @Override
    public String toString() {
        return "ProviderFault[%s, %s]".formatted(type, message);
    }

    private static boolean isCode(String text) {
        return text.length() <= CODE_CHARS_MAX
                && text.chars().allMatch(ProviderFault::isCodeCharacter);
    }

    private static boolean isCodeCharacter(int c) {
        return c < 128 && (Character.isLetterOrDigit(c) || "_-.:".indexOf(c) >= 0);
    }

    private static String oneLine(String text) {
        String line =
                text.codePoints()
                        .limit(DETAIL_CHARS_MAX)
                        .map(c -> Character.isISOControl(c) ? ' ' : c)
                        .collect(
                                StringBuilder::new,
                                StringBuilder::appendCodePoint,
                                StringBuilder::append)
                        .toString();
        return line.strip();
    }
}
