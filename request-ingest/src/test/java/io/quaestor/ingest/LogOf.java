package io.quaestor.ingest;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.slf4j.LoggerFactory;

/** What our own code logs while something is done, at level debug, failures with their messages. */
final class LogOf implements AutoCloseable {

    private final Logger ours = (Logger) LoggerFactory.getLogger("io.quaestor");
    private final Level before = ours.getLevel();
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    LogOf() {
        lines.start();
        ours.addAppender(lines);
        ours.setLevel(Level.DEBUG);
    }

    List<String> lines() {
        // A copy: other threads may still log.
        return List.copyOf(lines.list).stream().map(LogOf::text).toList();
    }

    private static String text(ILoggingEvent event) {
        IThrowableProxy failure = event.getThrowableProxy();
        return "%s %s %s"
                .formatted(
                        event.getFormattedMessage(),
                        event.getKeyValuePairs(),
                        failure == null ? "" : ThrowableProxyUtil.asString(failure));
    }

    @Override
    public void close() {
        ours.detachAppender(lines);
        ours.setLevel(before);
    }
}
