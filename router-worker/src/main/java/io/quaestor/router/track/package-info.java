/**
 * Which offsets of a partition are finished, and how that is written into the offset's metadata.
 * Pure.
 *
 * <p>Guarantee: what is committed never lies past an unfinished job, and what was finished out of
 * order before a crash is known after it. Read {@link io.quaestor.router.track.OffsetTracker}
 * first.
 */
@NullMarked
package io.quaestor.router.track;

import org.jspecify.annotations.NullMarked;
