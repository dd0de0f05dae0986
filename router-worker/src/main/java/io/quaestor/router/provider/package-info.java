/**
 * Calls to model providers: one small interface, one package per wire protocol.
 *
 * <p>Guarantee: a call never throws, never blocks and completes exactly once within its timeout,
 * with a sealed outcome that says whether it may have been billed, whether it may be tried again
 * and when. Prompts, replies and credentials appear in no log, exception or {@code toString}.
 *
 * <p>Read next: {@link io.quaestor.router.provider.Provider}, {@link
 * io.quaestor.router.provider.ProviderReply}, then {@code openai} (a protocol over plain HTTP) and
 * {@code bedrock} (over the AWS SDK); {@code roster} builds them from the catalogue.
 */
@NullMarked
package io.quaestor.router.provider;

import org.jspecify.annotations.NullMarked;
