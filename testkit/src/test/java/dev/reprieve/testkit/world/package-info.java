/** Tests of the simulated world itself. */
@NullMarked
package dev.reprieve.testkit.world;

import org.jspecify.annotations.NullMarked;
