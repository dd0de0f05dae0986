/**
 * The OpenAI chat completions protocol, as OpenAI, Azure, Groq, Mistral, vLLM, Ollama, llama.cpp
 * and many others speak it.
 *
 * <p>Guarantee: requests use only fields that all of them understand, or whose name is chosen by
 * endpoint; replies are read tolerantly (missing usage, numeric codes, errors with status 200, HTML
 * pages) and never guessed. Formats are from OpenAI's API reference and the servers' sources.
 *
 * <p>Read next: {@link io.quaestor.router.provider.openai.OpenAiRequests}, {@link
 * io.quaestor.router.provider.openai.OpenAiReplies} (pure), {@link
 * io.quaestor.router.provider.openai.OpenAiProvider} (edge).
 */
@NullMarked
package io.quaestor.router.provider.openai;

import org.jspecify.annotations.NullMarked;
