/**
 * Calling providers: take a routed job, write the intent, call, settle.
 *
 * <p>Guarantee: a routed job is tried at most once; its intent is durable before the call; its
 * outcome, answer or hand-back is written in the transaction that finishes its offset. Read {@link
 * io.quaestor.router.attempt.AttemptFlow} first, then {@link
 * io.quaestor.router.attempt.Settlement}; the edge is {@link
 * io.quaestor.router.attempt.KafkaAttemptLoop}.
 */
@NullMarked
package io.quaestor.router.attempt;

import org.jspecify.annotations.NullMarked;
