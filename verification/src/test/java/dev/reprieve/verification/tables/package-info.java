/** A second reading of the vendors' tables, row by row, by hand: for whoever changes a table. */
@NullMarked
package dev.reprieve.verification.tables;

import org.jspecify.annotations.NullMarked;
