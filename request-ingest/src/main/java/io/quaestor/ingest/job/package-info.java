/**
 * What became of a job: a fold of its journal events, and a bounded book of many such folds.
 *
 * <p>Guarantee: the standing of a job depends on its events alone, in the order of their lane, not
 * on who reads them or when; folding an event again changes nothing; the book never holds more jobs
 * or bytes than it is told. Read {@link io.quaestor.ingest.job.JobFold} first.
 */
@NullMarked
package io.quaestor.ingest.job;

import org.jspecify.annotations.NullMarked;
