/** Tests of the rules, without Kafka. */
@NullMarked
package io.quaestor.ingest.submission;

import org.jspecify.annotations.NullMarked;
