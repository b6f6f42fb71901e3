/**
 * The engine that a host builds and calls: start here.
 *
 * <p>Here and in every package of Reprieve, null is allowed where a type is marked {@link
 * org.jspecify.annotations.Nullable}, and nowhere else: any other one is refused by a {@link
 * NullPointerException} whose message is the name of the parameter, before anything is changed.
 */
@NullMarked
package dev.reprieve;

import org.jspecify.annotations.NullMarked;
