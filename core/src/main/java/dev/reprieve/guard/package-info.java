/**
 * For hosts and operators: the safeguards against purging by mistake (SPEC 8), and who may do what.
 */
@NullMarked
package dev.reprieve.guard;

import org.jspecify.annotations.NullMarked;
