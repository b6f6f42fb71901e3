/** The retention policy of Tair and Redis: for hosts that run such instances. */
@NullMarked
package dev.reprieve.redis;

import org.jspecify.annotations.NullMarked;
