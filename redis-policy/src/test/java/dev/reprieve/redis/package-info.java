/** The rules of Tair and Redis, one by one. */
@NullMarked
package dev.reprieve.redis;

import org.jspecify.annotations.NullMarked;
