package io.quaestor.ingest.submission;

/** Whether a text is JSON; the parser is somebody else's. */
@FunctionalInterface
public interface JsonShape {

    /** True for exactly one well-formed JSON object; never throws, whatever the text. */
    boolean isObject(String text);
}
