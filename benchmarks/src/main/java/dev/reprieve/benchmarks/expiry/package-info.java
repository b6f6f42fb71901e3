/** The key-expiry store beside its peers, for those who want to see the figures or to keep them. */
@NullMarked
package dev.reprieve.benchmarks.expiry;

import org.jspecify.annotations.NullMarked;
