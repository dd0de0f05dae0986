/**
 * What every HTTP answer of a service shares: who may ask, how an error looks, how a list goes on.
 *
 * <p>Guarantee: whatever goes wrong is answered as {@code application/problem+json} (RFC 9457) with
 * a code, the field and what to do about it; no exception's text leaves the process. Read {@link
 * io.quaestor.service.http.Problem} first.
 */
@NullMarked
package io.quaestor.service.http;

import org.jspecify.annotations.NullMarked;
