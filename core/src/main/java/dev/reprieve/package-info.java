/** The engine that a host builds and calls: start here. */
@NullMarked
package dev.reprieve;

import org.jspecify.annotations.NullMarked;
