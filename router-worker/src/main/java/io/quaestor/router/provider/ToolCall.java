package io.quaestor.router.provider;

/**
 * A call of one of the request's tools, wanted by the model.
 *
 * @param arguments JSON text; an object unless the model erred
 */
public record ToolCall(String id, String name, String arguments) {

    /** What the model wrote is never printed. */
    @Override
    public String toString() {
        return "ToolCall[" + id + ", " + name + ", arguments redacted]";
    }
}
