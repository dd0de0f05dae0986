/**
 * The services' HTTP interfaces, as a client. Read {@link io.quaestor.cli.http.ServiceClient}
 * first.
 */
@NullMarked
package io.quaestor.cli.http;

import org.jspecify.annotations.NullMarked;
