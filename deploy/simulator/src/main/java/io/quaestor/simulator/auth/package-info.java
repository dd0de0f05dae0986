/**
 * Checks credentials as the providers do: bearer keys, and AWS Signature Version 4 recomputed over
 * the raw request.
 *
 * <p>Guarantee: pure; secrets are compared in constant time and never printed. Read next: {@link
 * io.quaestor.simulator.auth.SigV4}.
 */
@NullMarked
package io.quaestor.simulator.auth;

import org.jspecify.annotations.NullMarked;
