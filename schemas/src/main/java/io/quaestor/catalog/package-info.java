/**
 * The catalogue as workers see it: an immutable snapshot of one version, folded purely from the
 * entries of {@code llm.catalog}.
 *
 * <p>Guarantee: a snapshot never mixes two versions of a document. Read {@link
 * io.quaestor.catalog.CatalogSnapshot} first; the edge that reads the topic is {@code
 * io.quaestor.wire.CatalogView}.
 */
@NullMarked
package io.quaestor.catalog;

import org.jspecify.annotations.NullMarked;
