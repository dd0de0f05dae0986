/** Tests of the fold, with events as the stages write them. */
@NullMarked
package io.quaestor.ingest.job;

import org.jspecify.annotations.NullMarked;
