/**
 * Documents as requests: ids from their content, publishing, and waiting for the answers. Read
 * {@link io.quaestor.cli.submit.Task} first.
 */
@NullMarked
package io.quaestor.cli.submit;

import org.jspecify.annotations.NullMarked;
