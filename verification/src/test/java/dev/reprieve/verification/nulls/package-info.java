/** Nulls at the public API: each is refused by the name of the parameter. */
@NullMarked
package dev.reprieve.verification.nulls;

import org.jspecify.annotations.NullMarked;
