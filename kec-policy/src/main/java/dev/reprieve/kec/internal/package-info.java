/** Not exported: how ServiceLoader finds the policy. */
@NullMarked
package dev.reprieve.kec.internal;

import org.jspecify.annotations.NullMarked;
