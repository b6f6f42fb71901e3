/** Not exported: how ServiceLoader finds the policy. */
@NullMarked
package dev.reprieve.mongodb.internal;

import org.jspecify.annotations.NullMarked;
