/**
 * The shell of every service: how it starts, what it refuses to start with, and its health.
 *
 * <p>Guarantee: a service that is configured wrongly ends with exit code 1 and one sentence on
 * standard error, and none serves another machine without asking who it is. Read {@link
 * io.quaestor.service.ServiceStart} first, then {@code http} and {@code page}.
 */
@NullMarked
package io.quaestor.service;

import org.jspecify.annotations.NullMarked;
