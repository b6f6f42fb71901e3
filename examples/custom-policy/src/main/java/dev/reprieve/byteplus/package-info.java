/** The retention policy of BytePlus cache for Redis: for hosts that run such instances. */
@NullMarked
package dev.reprieve.byteplus;

import org.jspecify.annotations.NullMarked;
