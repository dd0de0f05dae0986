/** What HTTP answers look like, as JSON: money as USD with nine decimals, times in UTC. */
@NullMarked
package io.quaestor.spend.page;

import org.jspecify.annotations.NullMarked;
