/**
 * Who waits for which provider, and why: for people, never for decisions.
 *
 * <p>Guarantee: as it was at the last tick of each loop (1 s), in bounded space. Read {@link
 * io.quaestor.router.waits.WaitReason} first.
 */
@NullMarked
package io.quaestor.router.waits;

import org.jspecify.annotations.NullMarked;
