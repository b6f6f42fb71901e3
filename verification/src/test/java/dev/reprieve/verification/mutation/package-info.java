/**
 * Changes the policies' tables line by line and demands that a rule's test notices: for whoever
 * changes a table.
 */
@NullMarked
package dev.reprieve.verification.mutation;

import org.jspecify.annotations.NullMarked;
