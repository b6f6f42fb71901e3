/** The command that answers what happens to instances, and when. */
@NullMarked
package dev.reprieve.fleet;

import org.jspecify.annotations.NullMarked;
