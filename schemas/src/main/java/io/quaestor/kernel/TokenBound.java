package io.quaestor.kernel;

/**
 * An upper bound of the input tokens of a prompt, from lengths alone.
 *
 * <p>A tokenizer that works on bytes (BPE, or SentencePiece with byte fallback) makes at most one
 * token per UTF-8 byte of text; everything else is what the provider's template adds. The overheads
 * below are above every value that providers document: OpenAI adds 3 to 4 tokens a message and 3 a
 * reply, Llama-style templates up to 10 a message, Anthropic up to 530 once when tools are present.
 *
 * <p>Limit: a tokenizer that rewrites text first (Unicode NFKC) can exceed the bound for a few rare
 * characters; such a model needs a bound of its own in the catalogue.
 */
public final class TokenBound {

    /** Begin and end marks, default system text, the opening of the reply. */
    public static final int PER_REQUEST = 64;

    /** Role, header and end marks. */
    public static final int PER_MESSAGE = 16;

    /** A part's separator and the blank that SentencePiece puts before a text. */
    public static final int PER_PART = 8;

    /** The instructions for using tools, added once when there is any. */
    public static final int TOOLS_PREAMBLE = 1024;

    /** The frame in which a tool's definition is rendered. */
    public static final int PER_TOOL = 64;

    /** The instructions that go with a response schema. */
    public static final int PER_SCHEMA = 512;

    private TokenBound() {}

    /**
     * The most input tokens that a prompt of this shape can have.
     *
     * @throws ArithmeticException when the bound leaves the range of a {@code long}
     */
    public static long of(PromptShape shape) {
        // Counts are ints: their products and sum stay far inside a long; only the rest can
        // overflow.
        long template =
                PER_REQUEST
                        + (long) PER_MESSAGE * shape.messages()
                        + (long) PER_PART * shape.parts()
                        + (shape.tools() > 0 ? TOOLS_PREAMBLE : 0)
                        + (long) PER_TOOL * shape.tools()
                        + (long) PER_SCHEMA * shape.schemas();
        return Math.addExact(Math.addExact(shape.textUtf8Bytes(), shape.mediaTokens()), template);
    }
}
