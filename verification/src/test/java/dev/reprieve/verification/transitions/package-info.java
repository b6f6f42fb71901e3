/** Every legal transition of every table is taken by some test: for whoever changes a table. */
@NullMarked
package dev.reprieve.verification.transitions;

import org.jspecify.annotations.NullMarked;
