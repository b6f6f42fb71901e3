/** The policies in the house are held to the contract that every other one is held to. */
@NullMarked
package dev.reprieve.verification.contracts;

import org.jspecify.annotations.NullMarked;
