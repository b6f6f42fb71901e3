/** Not exported: how ServiceLoader finds the policy. */
@NullMarked
package dev.reprieve.redis.internal;

import org.jspecify.annotations.NullMarked;
