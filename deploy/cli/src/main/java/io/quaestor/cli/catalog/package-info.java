/**
 * The catalogue from the YAML file to {@code llm.catalog}.
 *
 * <p>Guarantee: a document is taken whole, as one version in one transaction, or refused whole with
 * every problem and its line. Everything but {@link io.quaestor.cli.catalog.CatalogPublisher} is
 * pure. Read {@link io.quaestor.cli.catalog.CatalogReader} first, then {@link
 * io.quaestor.cli.catalog.CatalogPlanner}.
 */
@NullMarked
package io.quaestor.cli.catalog;

import org.jspecify.annotations.NullMarked;
