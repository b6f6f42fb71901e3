/**
 * What holds for every policy, over random fleets and histories: for whoever changes the engine.
 */
@NullMarked
package dev.reprieve.verification.properties;

import org.jspecify.annotations.NullMarked;
