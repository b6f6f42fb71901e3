/**
 * Input that a fuzzer has made, through the commands themselves: for whoever changes a reader. With
 * {@code JAZZER_FUZZ=1} one of the tests looks for more; without, all of them go through what was
 * found before.
 */
package dev.reprieve.verification.fuzz;
