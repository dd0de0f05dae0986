/**
 * What a worker measures: its calls by the conventions for generative AI, its queues and its
 * transactions. Read {@link io.quaestor.router.telemetry.MeteredCallee} first.
 */
@NullMarked
package io.quaestor.router.telemetry;

import org.jspecify.annotations.NullMarked;
