package io.quaestor.service.http;

import io.micronaut.serde.annotation.Serdeable;
import java.util.List;
import java.util.Optional;

/**
 * Problem details (RFC 9457): the one shape of every HTTP error.
 *
 * @param type names the kind of error, the same for all of a kind
 * @param title what {@code type} means
 * @param status the HTTP status
 * @param detail what is wrong with this request
 * @param instance path of the request
 * @param code for programs: {@link ProblemKind}'s name, or a closer one such as {@code
 *     UNKNOWN_DEPARTMENT}
 * @param field the parameter, header or member of the body that is wrong
 * @param fix what to do about it
 * @param errors every single fault, where there may be several
 */
@Serdeable
public record Problem(
        String type,
        String title,
        int status,
        String detail,
        String instance,
        String code,
        Optional<String> field,
        String fix,
        List<Fault> errors) {

    /** One fault of several. */
    @Serdeable
    public record Fault(String code, String field, String detail, String fix) {}

    public Problem {
        errors = List.copyOf(errors);
    }

    public static Problem of(ProblemKind kind, String detail) {
        return new Problem(
                kind.type(),
                kind.title(),
                kind.status(),
                detail,
                "",
                kind.name(),
                Optional.empty(),
                kind.fix(),
                List.of());
    }

    /** A query parameter, path variable or header of the wrong form. */
    public static Problem ofParameter(String field, String detail) {
        return of(ProblemKind.BAD_PARAMETER, detail).field(field);
    }

    public Problem code(String closer) {
        return new Problem(type, title, status, detail, instance, closer, field, fix, errors);
    }

    public Problem field(String name) {
        var named = Optional.of(name);
        return new Problem(type, title, status, detail, instance, code, named, fix, errors);
    }

    public Problem fix(String whatToDo) {
        return new Problem(type, title, status, detail, instance, code, field, whatToDo, errors);
    }

    public Problem errors(List<Fault> all) {
        return new Problem(type, title, status, detail, instance, code, field, fix, all);
    }

    Problem at(String path) {
        return new Problem(type, title, status, detail, path, code, field, fix, errors);
    }
}
