package io.quaestor.router;

import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.quaestor.router.waits.Wait;
import io.quaestor.router.waits.WaitBoard;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code /v1/waiting}: who waits for which provider in this worker's lanes, and why. */
@Controller("/v1/waiting")
final class HttpWaitController {
    private final WaitBoard board;

    HttpWaitController(WaitBoard board) {
        this.board = board;
    }

    /** Most jobs first. */
    @Get
    Map<String, List<Map<String, Object>>> waiting() {
        return Map.of(
                "items",
                board.all().entrySet().stream()
                        .sorted(
                                Map.Entry.<Wait, Integer>comparingByValue(
                                        Comparator.reverseOrder()))
                        .map(each -> item(each.getKey(), each.getValue()))
                        .toList());
    }

    private static Map<String, Object> item(Wait wait, int jobs) {
        Map<String, Object> item = new LinkedHashMap<>();
        item.put("provider", wait.provider());
        item.put("department", wait.department());
        item.put("reason", wait.reason().code());
        item.put("jobs", jobs);
        return item;
    }
}
