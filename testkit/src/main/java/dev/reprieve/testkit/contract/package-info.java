/**
 * What a plugin must keep, as tests to subclass: for authors of policies, stores, handlers and
 * schedulers.
 */
@NullMarked
package dev.reprieve.testkit.contract;

import org.jspecify.annotations.NullMarked;
