/** What may depend on what, and what the domain never does: for whoever adds a class. */
@NullMarked
package dev.reprieve.verification.architecture;

import org.jspecify.annotations.NullMarked;
