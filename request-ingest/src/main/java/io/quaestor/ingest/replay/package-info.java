/**
 * The replay stage: answers submissions of a job that is answered already with that answer, read
 * from where it lies.
 *
 * <p>Guarantee: every order on {@code llm.replays} becomes exactly one response, marked {@code
 * replayed}, and its event in the journal, in the transaction that finishes the order's offset;
 * nothing is called and nothing is charged. It reads and waits beside the Streams application, so
 * that no request waits for it. Read {@link io.quaestor.ingest.replay.KafkaReplayLoop} first.
 */
@NullMarked
package io.quaestor.ingest.replay;

import org.jspecify.annotations.NullMarked;
