/** Showing how far long work has come, and ending it early: for the commands. */
@NullMarked
package dev.reprieve.fleet.progress;

import org.jspecify.annotations.NullMarked;
