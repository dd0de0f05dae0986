/** Tests of the door's parts, without Kafka. */
@NullMarked
package io.quaestor.ingest.json;

import org.jspecify.annotations.NullMarked;
