/**
 * Edge: reading our topics as any consumer may, {@code read_committed} and from their start.
 *
 * <p>Read {@link io.quaestor.cli.topic.TopicTail}.
 */
@NullMarked
package io.quaestor.cli.topic;

import org.jspecify.annotations.NullMarked;
