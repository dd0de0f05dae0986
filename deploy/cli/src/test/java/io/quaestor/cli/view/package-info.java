@NullMarked
package io.quaestor.cli.view;

import org.jspecify.annotations.NullMarked;
