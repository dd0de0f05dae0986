@NullMarked
package io.quaestor.ingest.ledger;

import org.jspecify.annotations.NullMarked;
