/**
 * The judgement of a submission: a pure function from a decoded request and what is known of the
 * names in it to accepted, rejected with every problem, or "look again".
 *
 * <p>Guarantee: no request makes it throw, and what it builds is bounded, whatever the request
 * holds. Read {@link io.quaestor.ingest.submission.Submission} first.
 */
@NullMarked
package io.quaestor.ingest.submission;

import org.jspecify.annotations.NullMarked;
