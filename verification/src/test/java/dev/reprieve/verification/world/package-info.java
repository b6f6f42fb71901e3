/** The whole engine in a simulated world, and mutants of it that the simulation must find. */
@NullMarked
package dev.reprieve.verification.world;

import org.jspecify.annotations.NullMarked;
