/**
 * The specification check of a Redis instance (RED-11, RED-12): for whoever writes one and wants to
 * know everything that is wrong with it before the vendor says so, one thing at a time.
 */
@NullMarked
package dev.reprieve.redis.specification;

import org.jspecify.annotations.NullMarked;
