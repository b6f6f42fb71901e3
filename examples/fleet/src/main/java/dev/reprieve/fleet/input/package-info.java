/** Opening the files that a user names: for the commands and the readers behind them. */
@NullMarked
package dev.reprieve.fleet.input;

import org.jspecify.annotations.NullMarked;
