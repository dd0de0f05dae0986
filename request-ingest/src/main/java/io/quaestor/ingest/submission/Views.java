package io.quaestor.ingest.submission;

import io.quaestor.catalog.CatalogSnapshot;

/**
 * What a submission's names are looked up in.
 *
 * @param catalogIsFresh whether the snapshot holds everything that was committed before the
 *     submission: only then is an unknown department refused
 */
public record Views(CatalogSnapshot catalog, boolean catalogIsFresh, ReplyTopics replyTopics) {}
