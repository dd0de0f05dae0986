package io.quaestor.service.http;

import java.util.Locale;

/** The kinds of errors; the name is the default {@code code} of a {@link Problem}. */
public enum ProblemKind {
    BAD_PARAMETER(400, "A parameter is wrong", "Correct the parameter named in field."),
    BAD_BODY(400, "The body cannot be read", "Send one JSON document of the documented form."),
    UNAUTHENTICATED(401, "Who asks is not known", "Send the header Authorization: Bearer <token>."),
    FORBIDDEN(403, "The caller may not do this", "Ask as somebody who may."),
    NOT_FOUND(404, "There is no such thing", "Check the path and the id."),
    WRONG_METHOD(
            405, "The path does not know the method", "Use a method that the header Allow names."),
    NOT_ACCEPTABLE(406, "No such representation", "Accept application/json."),
    CONFLICT(409, "It contradicts what is there", "Read the present state and decide anew."),
    TOO_LARGE(413, "The body is too large", "Send less."),
    WRONG_MEDIA_TYPE(415, "The body is of another type", "Send Content-Type: application/json."),
    REFUSED(422, "The request was understood and refused", "Correct what detail and errors say."),
    TOO_MANY(429, "Too much is waiting", "Try again after Retry-After seconds."),
    INTERNAL(500, "The service failed", "Report the reference in detail: the log has the rest."),
    NOT_READY(503, "The service cannot answer yet", "Try again after Retry-After seconds.");

    private final int status;
    private final String title;
    private final String fix;

    ProblemKind(int status, String title, String fix) {
        this.status = status;
        this.title = title;
        this.fix = fix;
    }

    public int status() {
        return status;
    }

    String title() {
        return title;
    }

    String fix() {
        return fix;
    }

    /** RFC 9457's {@code type}: names the kind, leads nowhere. */
    String type() {
        return "urn:quaestor:problem:" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The kind of an error that the framework found. */
    static ProblemKind ofStatus(int status) {
        for (var kind : values()) {
            if (kind.status == status) {
                return kind;
            }
        }
        return status < 500 ? BAD_PARAMETER : INTERNAL;
    }
}
