/**
 * Proves that what is deployed can be depended on: for whoever packages, and for whoever has
 * doubts. What is tagged {@code packaged} looks at the jars themselves and runs after they were
 * built.
 */
@NullMarked
package dev.reprieve.verification.packaging;

import org.jspecify.annotations.NullMarked;
