package io.quaestor.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.joran.spi.JoranException;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quaestor.wire.TelemetryNames;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;

/** The two forms of a log line, by the configuration that every service is packed with. */
class LogFormatTest {

    private final LoggerContext context = new LoggerContext();
    private final ListAppender<ILoggingEvent> events = new ListAppender<>();

    @AfterEach
    void stop() {
        context.stop();
    }

    @Test
    void writesOneJsonObjectALineForPrograms() throws Exception {
        var line = line("json");

        assertThat(line).endsWith("\n");
        assertThat(line.strip().lines()).hasSize(1);
        var json = parsed(line);
        assertThat(json.path("level").asText()).isEqualTo("WARN");
        assertThat(json.path("loggerName").asText()).isEqualTo("io.quaestor.some");
        assertThat(json.path("formattedMessage").asText()).isEqualTo("refused \"twice\"");
        assertThat(json.path("timestamp").asLong()).isPositive();
        assertThat(pair(json, TelemetryNames.JOB_ID)).isEqualTo("job-1");
        assertThat(pair(json, TelemetryNames.DEPARTMENT)).isEqualTo("legal");
        assertThat(json.path("throwable").path("className").asText())
                .isEqualTo(IllegalStateException.class.getName());
    }

    @Test
    void writesTextWithTheSameKeysForPeople() throws Exception {
        assertThat(line("text").lines().findFirst().orElseThrow())
                .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d.\\d{3}Z WARN .*")
                .contains("refused \"twice\"", "jobId=\"job-1\"", "department=\"legal\"");
    }

    private static JsonNode parsed(String line) throws JsonProcessingException {
        return new ObjectMapper().readTree(line);
    }

    private static String pair(JsonNode line, String key) {
        return line.path("kvpList").findPath(key).asText();
    }

    private String line(String format) throws JoranException {
        context.setMDCAdapter(new LogbackMDCAdapter());
        context.putProperty("QUAESTOR_LOG_FORMAT", format);
        var configurator = new JoranConfigurator();
        configurator.setContext(context);
        configurator.doConfigure(LogFormatTest.class.getClassLoader().getResource("logback.xml"));
        var root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        var out = (ConsoleAppender<ILoggingEvent>) root.getAppender("out");
        root.detachAppender(out);
        events.start();
        root.addAppender(events);
        context.getLogger("io.quaestor.some")
                .atWarn()
                .addKeyValue(TelemetryNames.JOB_ID, "job-1")
                .addKeyValue(TelemetryNames.DEPARTMENT, "legal")
                .setCause(new IllegalStateException())
                .log("refused \"{}\"", "twice");
        return new String(out.getEncoder().encode(events.list.getFirst()), UTF_8);
    }
}
