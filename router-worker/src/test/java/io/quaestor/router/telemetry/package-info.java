@NullMarked
package io.quaestor.router.telemetry;

import org.jspecify.annotations.NullMarked;
