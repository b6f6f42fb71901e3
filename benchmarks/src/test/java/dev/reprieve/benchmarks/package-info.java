/** For whoever changes a benchmark: nothing that the README says to run is broken. */
@NullMarked
package dev.reprieve.benchmarks;

import org.jspecify.annotations.NullMarked;
