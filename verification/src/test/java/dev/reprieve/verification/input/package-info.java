/**
 * Input without measure, in a process of its own with little memory: for whoever changes a reader.
 */
package dev.reprieve.verification.input;
