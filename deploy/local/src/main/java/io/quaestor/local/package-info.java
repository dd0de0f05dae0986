/**
 * The local stack: PostgreSQL, the schema registry, the broker and every service, each its own
 * process on the loopback interface.
 *
 * <p>Guarantee: one stack per state folder, ports and data are kept between starts, and nothing is
 * left running when the stack stops, when its start fails, or when the process that started it
 * dies. Read {@link io.quaestor.local.LocalStack} first, then {@link
 * io.quaestor.local.ChildProcess}.
 */
@NullMarked
package io.quaestor.local;

import org.jspecify.annotations.NullMarked;
