package io.quaestor.service.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import io.quaestor.service.SampleService;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenFilterTest {

    private static final String TOKEN = "0123456789abcdef";
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static ApplicationContext service;

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        var file = Files.writeString(folder.resolve("token"), TOKEN);
        service = SampleService.start(Map.of("quaestor.http.token", "file:" + file));
    }

    @AfterAll
    static void stop() {
        service.close();
        CLIENT.close();
    }

    @ParameterizedTest
    @CsvSource({
        "/sample/number?count=1, ''",
        "/sample/number?count=1, Bearer 0123456789abcdeg",
        "/sample/number?count=1, Bearer 0123456789abcde",
        "/sample/number?count=1, Basic 0123456789abcdef",
        "/prometheus, ''",
        "/none, ''",
        "/healthy, ''",
        "//health, ''",
        "/health/../prometheus, ''",
    })
    void letsNobodyInWhoDoesNotShowTheToken(String path, String authorization) throws Exception {
        var answer = ask(path, authorization);

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("WWW-Authenticate")).contains("Bearer");
        assertThat(answer.body()).contains("\"code\":\"UNAUTHENTICATED\"");
    }

    @ParameterizedTest
    @CsvSource({"/sample/number?count=1, 200", "/prometheus, 200", "/none, 404"})
    void servesWhoShowsIt(String path, int status) throws Exception {
        assertThat(ask(path, "Bearer " + TOKEN).statusCode()).isEqualTo(status);
    }

    @Test
    void tellsItsHealthToAnybody() throws Exception {
        assertThat(ask("/health", "").statusCode()).isEqualTo(200);
        assertThat(ask("/health/liveness", "").statusCode()).isEqualTo(200);
    }

    private static HttpResponse<String> ask(String path, String authorization) throws Exception {
        var uri = URI.create(service.getBean(EmbeddedServer.class).getURI() + path);
        var request = HttpRequest.newBuilder(uri);
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        return CLIENT.send(request.build(), BodyHandlers.ofString());
    }
}
