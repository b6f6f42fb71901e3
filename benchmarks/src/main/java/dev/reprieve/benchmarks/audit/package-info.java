/** What the trail costs: for whoever changes it. */
@NullMarked
package dev.reprieve.benchmarks.audit;

import org.jspecify.annotations.NullMarked;
