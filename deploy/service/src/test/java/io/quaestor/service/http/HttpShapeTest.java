package io.quaestor.service.http;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import io.quaestor.service.SampleService;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

/** Whatever goes wrong has one shape. */
class HttpShapeTest {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static ApplicationContext service;

    @BeforeAll
    static void start() {
        service = SampleService.start(Map.of());
    }

    @AfterAll
    static void stop() {
        service.close();
        CLIENT.close();
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /sample/none, '', 404, NOT_FOUND, ''",
        "GET, /none, '', 404, NOT_FOUND, ''",
        "POST, /sample/number?count=1, '{}', 405, WRONG_METHOD, ''",
        "GET, /sample/number, '', 400, BAD_PARAMETER, count",
        "GET, /sample/number?count=many, '', 400, BAD_PARAMETER, count",
        "POST, /sample/order, '{\"name\": ', 400, BAD_BODY, ''",
        "POST, /sample/order, '', 400, BAD_BODY, ''",
        "POST, /sample/order, '{\"name\":\"a\",\"count\":\"x\"}', 400, BAD_BODY, ''",
        "GET, /sample/list?limit=0, '', 400, BAD_PARAMETER, limit",
        "GET, /sample/list?limit=501, '', 400, BAD_PARAMETER, limit",
        "GET, /sample/list?cursor=abc, '', 400, BAD_PARAMETER, cursor",
        "GET, /sample/filtered?nmae=a, '', 400, BAD_PARAMETER, nmae",
        "GET, /sample/filtered?name=, '', 400, BAD_PARAMETER, name",
        "GET, /sample/filtered?from=2026-03-01T00:00:00, '', 400, BAD_PARAMETER, from",
        "GET, /sample/filtered?count=10, '', 400, BAD_PARAMETER, count",
        "GET, /sample/filtered?colour=green, '', 400, BAD_PARAMETER, colour",
        "GET, /openapi.yml, '', 404, NOT_FOUND, ''",
        "GET, /sample/later, '', 503, NOT_READY, ''",
        "GET, /sample/refused, '', 422, INVALID, ''",
        "GET, /sample/broken, '', 500, INTERNAL, ''",
    })
    void everyErrorIsAProblem(
            String method, String path, String body, int status, String code, String field)
            throws Exception {
        var answer = ask(method, path, body);

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type"))
                .hasValueSatisfying(
                        type -> assertThat(type).startsWith("application/problem+json"));
        var problem = json(answer);
        assertThat(problem.path("status").asInt()).isEqualTo(status);
        assertThat(problem.path("code").asText()).isEqualTo(code);
        assertThat(problem.path("field").asText()).isEqualTo(field);
        assertThat(problem.path("instance").asText()).isEqualTo(URI.create(path).getPath());
        assertThat(problem.path("type").asText()).startsWith("urn:quaestor:problem:");
        for (var name : List.of("title", "detail", "fix")) {
            assertThat(problem.path(name).asText()).as(name).isNotBlank();
        }
    }

    @Test
    void readsWhatIsAskedFor() throws Exception {
        var path = "/sample/filtered?name=a&from=2026-03-01T01:00:00%2B01:00&count=9&colour=blue";

        assertThat(ask("GET", path, "").body()).isEqualTo("a2026-03-01T00:00:00Z9blue");
    }

    @Test
    void saysWhichMethodAPathKnows() throws Exception {
        assertThat(ask("POST", "/sample/number?count=1", "{}").headers().firstValue("Allow"))
                .hasValueSatisfying(methods -> assertThat(methods).contains("GET"));
    }

    @Test
    void saysWhenToTryAgain() throws Exception {
        assertThat(ask("GET", "/sample/later", "").headers().firstValue("Retry-After"))
                .contains("1");
    }

    @Test
    void listsEveryFault() throws Exception {
        var faults = json(ask("GET", "/sample/refused", "")).path("errors");
        assertThat(faults.findValuesAsText("field")).containsExactly("user", "model");
        assertThat(faults.findValuesAsText("fix")).containsExactly("Name it.", "Name another.");
    }

    @Test
    void keepsTheCauseOfAFailureInTheLogUnderTheReferenceItGives() throws Exception {
        var logger = (Logger) LoggerFactory.getLogger(ProblemAnswers.class);
        var log = new ListAppender<ILoggingEvent>();
        log.start();
        logger.addAppender(log);
        try {
            var answer = ask("GET", "/sample/broken", "");

            assertThat(answer.body()).doesNotContain("inner secret").doesNotContain("Exception");
            var line = log.list.getLast();
            assertThat(line.getThrowableProxy().getMessage())
                    .isEqualTo("java.lang.IllegalStateException");
            var reference = line.getKeyValuePairs().getFirst();
            assertThat(reference.key).isEqualTo("reference");
            assertThat(json(answer).path("detail").asText()).contains(reference.value.toString());
        } finally {
            logger.detachAppender(log);
        }
    }

    @Test
    void aListGoesOnUntilItsEnd() throws Exception {
        var seen = new ArrayList<String>();
        var sizes = new ArrayList<Integer>();
        String cursor = "";
        do {
            var page = json(ask("GET", "/sample/list" + cursor, ""));
            page.path("items").forEach(item -> seen.add(item.asText()));
            sizes.add(page.path("items").size());
            cursor = page.path("next").isNull() ? "" : "?cursor=" + page.path("next").asText();
        } while (!cursor.isEmpty());

        assertThat(sizes).containsExactly(50, 50, 20);
        assertThat(seen).hasSize(120).doesNotHaveDuplicates().startsWith("n0").endsWith("n119");
    }

    private static HttpResponse<String> ask(String method, String path, String body)
            throws IOException, InterruptedException {
        var uri = URI.create(service.getBean(EmbeddedServer.class).getURI() + path);
        var publisher = body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body);
        return CLIENT.send(
                HttpRequest.newBuilder(uri)
                        .header("Content-Type", "application/json")
                        .method(method, publisher)
                        .build(),
                BodyHandlers.ofString());
    }

    private static JsonNode json(HttpResponse<String> answer) throws IOException {
        return new ObjectMapper().readTree(answer.body());
    }
}
