/** Proves that what the README shows compiles and runs: for whoever edits it. */
@NullMarked
package dev.reprieve.verification.readme;

import org.jspecify.annotations.NullMarked;
