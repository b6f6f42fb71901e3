/** What a host implements so that something happens outside: for hosts. */
@NullMarked
package dev.reprieve.effect;

import org.jspecify.annotations.NullMarked;
