/**
 * For whoever changes how the key-expiry store publishes: what other threads may see, tried out.
 */
@NullMarked
package dev.reprieve.verification.jcstress;

import org.jspecify.annotations.NullMarked;
