/**
 * Taking over a lane: what its former owners have committed, once that is certain.
 *
 * <p>Guarantee: an answer never comes from before a former owner's last transaction. Read {@link
 * io.quaestor.router.own.LaneTakeover}.
 */
@NullMarked
package io.quaestor.router.own;

import org.jspecify.annotations.NullMarked;
