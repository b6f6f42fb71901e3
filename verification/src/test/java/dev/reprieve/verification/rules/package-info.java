/** Which rules of the rulebook are proved by which tests: for whoever adds a rule. */
@NullMarked
package dev.reprieve.verification.rules;

import org.jspecify.annotations.NullMarked;
