/** What would happen: the engine itself, in virtual time. For hosts, tools and tests. */
@NullMarked
package dev.reprieve.simulation;

import org.jspecify.annotations.NullMarked;
