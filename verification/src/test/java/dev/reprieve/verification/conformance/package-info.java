/** Runs the hand-written cases under {@code conformance/}: for whoever changes a rule. */
@NullMarked
package dev.reprieve.verification.conformance;

import org.jspecify.annotations.NullMarked;
