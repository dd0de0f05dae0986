package io.quaestor.service.http;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Goes wrong in every way. */
@Controller("/sample")
class SampleController {

    @Serdeable
    record Order(String name, int count) {}

    @Get("/number")
    String number(@QueryValue int count) {
        return Integer.toString(count);
    }

    @Post("/order")
    String order(@Body Order order) {
        return order.name();
    }

    @Get("/later")
    String later() {
        throw ProblemException.retryAfter(
                Duration.ofMillis(1500), Problem.of(ProblemKind.NOT_READY, "still reading"));
    }

    @Get("/refused")
    String refused() {
        throw new ProblemException(
                Problem.of(ProblemKind.REFUSED, "two faults")
                        .code("INVALID")
                        .errors(
                                List.of(
                                        new Problem.Fault(
                                                "MISSING", "user", "user is missing", "Name it."),
                                        new Problem.Fault(
                                                "UNKNOWN",
                                                "model",
                                                "no such model",
                                                "Name another."))));
    }

    @Get("/broken")
    String broken() {
        throw new IllegalStateException("inner secret of the house");
    }

    @Get("/filtered")
    String filtered(
            HttpRequest<?> request,
            @QueryValue @Nullable String name,
            @QueryValue @Nullable String from,
            @QueryValue @Nullable String count,
            @QueryValue @Nullable String colour) {
        Query.knowsOnly(request, "name", "from", "count", "colour");
        return Query.text("name", name).orElse("")
                + Query.instant("from", from).map(Instant::toString).orElse("")
                + Query.number("count", count, 1, 9).map(Object::toString).orElse("")
                + Query.oneOf("colour", colour, List.of("red", "blue"), Optional::of).orElse("");
    }

    @Get("/list")
    Page<String> list(@QueryValue @Nullable String limit, @QueryValue @Nullable String cursor) {
        var paging = Page.paging("sample", 1, limit, cursor);
        int from = paging.after().map(at -> Integer.parseInt(at.getFirst()) + 1).orElse(0);
        var following = IntStream.range(from, 120).limit(paging.limit() + 1L).boxed().toList();
        return Page.of(
                paging.slice(following, item -> List.of(item.toString())), item -> "n" + item);
    }
}
