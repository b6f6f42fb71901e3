/** For whoever changes the build: proofs that its gates bite. */
@NullMarked
package dev.reprieve.verification.gates;

import org.jspecify.annotations.NullMarked;
