@NullMarked
package io.quaestor.simulator.auth;

import org.jspecify.annotations.NullMarked;
