/** Tests of the service. */
@NullMarked
package io.quaestor.ingest;

import org.jspecify.annotations.NullMarked;
