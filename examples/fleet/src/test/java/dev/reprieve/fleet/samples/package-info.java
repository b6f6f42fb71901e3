/** Makes the synthetic samples: run {@code SampleGenerator} to write them anew. */
@NullMarked
package dev.reprieve.fleet.samples;

import org.jspecify.annotations.NullMarked;
