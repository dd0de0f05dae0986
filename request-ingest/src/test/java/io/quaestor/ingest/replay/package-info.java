@NullMarked
package io.quaestor.ingest.replay;

import org.jspecify.annotations.NullMarked;
