/**
 * Extractive answers: real sentences, words and counts of the document in the prompt.
 *
 * <p>Guarantee: pure and deterministic; every quoted sentence is a contiguous part of the document;
 * a JSON answer satisfies the request's schema, or the schema is refused by name. Read next: {@link
 * io.quaestor.simulator.answer.AnswerWriter}.
 */
@NullMarked
package io.quaestor.simulator.answer;

import org.jspecify.annotations.NullMarked;
