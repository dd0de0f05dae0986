package io.quaestor.ingest;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/** What our own code logs while something is done, at level debug, failures with their messages. */
final class LogOf implements AutoCloseable {

    private final Logger ours = (Logger) LoggerFactory.getLogger("io.quaestor");
    private final Level before = ours.getLevel();
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    LogOf() {
        // Other threads log while these are read.
        lines.list = new CopyOnWriteArrayList<>();
        lines.start();
        ours.addAppender(lines);
        ours.setLevel(Level.DEBUG);
    }

    List<String> lines() {
        return lines.list.stream().map(LogOf::text).toList();
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
