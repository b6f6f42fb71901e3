/** The contracts are kept by what is in the house, and broken where a fault is planted. */
@NullMarked
package dev.reprieve.testkit.contract;

import org.jspecify.annotations.NullMarked;
