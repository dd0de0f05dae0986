/**
 * The door: jobs submitted, waited for and looked at over HTTP.
 *
 * <p>Guarantee: what is answered 202 lies on {@code llm.requests} as if its producer had written it
 * there; everything after that is the same for both. Any instance answers about any job. Read
 * {@link io.quaestor.ingest.http.HttpJobController} first.
 *
 * <p>Who asks is not proved yet: the department in a body is trusted.
 */
@NullMarked
package io.quaestor.ingest.http;

import org.jspecify.annotations.NullMarked;
