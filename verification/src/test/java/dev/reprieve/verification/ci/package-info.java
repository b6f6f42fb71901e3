/** Proves that the script of the gate leaves nothing out silently: for whoever changes it. */
@NullMarked
package dev.reprieve.verification.ci;

import org.jspecify.annotations.NullMarked;
