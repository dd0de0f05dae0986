package io.quaestor.router.track;

/**
 * What a member commits for one partition.
 *
 * @param offset the oldest unfinished offset: everything before it is finished
 * @param metadata what lies finished or in flight behind it, at most {@link MarkCodec#MAX_CHARS}
 *     characters
 */
public record Mark(long offset, String metadata) {}
