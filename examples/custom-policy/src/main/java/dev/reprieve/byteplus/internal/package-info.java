/** Not exported: how ServiceLoader finds the policy. */
@NullMarked
package dev.reprieve.byteplus.internal;

import org.jspecify.annotations.NullMarked;
