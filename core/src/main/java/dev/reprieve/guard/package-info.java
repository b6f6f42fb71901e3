/** What stands between a wish and its deed: for hosts that say who may do what, and how much. */
@NullMarked
package dev.reprieve.guard;

import org.jspecify.annotations.NullMarked;
