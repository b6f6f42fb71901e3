/**
 * An in-process map in which every key may have a deadline of its own, for anyone who keeps things
 * for a while: usable alone, and independent of the rest of the library.
 *
 * <p>{@link dev.reprieve.expiry.KeyExpiryStore} is the place to start.
 */
@NullMarked
package dev.reprieve.expiry;

import org.jspecify.annotations.NullMarked;
