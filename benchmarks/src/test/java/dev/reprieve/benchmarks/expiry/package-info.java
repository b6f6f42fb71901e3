/**
 * For whoever changes the figures of the key-expiry store: each row runs, and each contender in it.
 */
@NullMarked
package dev.reprieve.benchmarks.expiry;

import org.jspecify.annotations.NullMarked;
