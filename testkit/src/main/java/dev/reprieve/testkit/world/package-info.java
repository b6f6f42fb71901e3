/** A whole world in one seed, for whoever wants to know that nothing in it purges by mistake. */
@NullMarked
package dev.reprieve.testkit.world;

import org.jspecify.annotations.NullMarked;
