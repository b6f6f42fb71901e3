/**
 * Policies as data and the one interpreter that runs them all: for authors of policies, and for the
 * engine.
 */
@NullMarked
package dev.reprieve.policy;

import org.jspecify.annotations.NullMarked;
