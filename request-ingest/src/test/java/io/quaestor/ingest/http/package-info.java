/** Tests of the door's parts, without Kafka. */
@NullMarked
package io.quaestor.ingest.http;

import org.jspecify.annotations.NullMarked;
