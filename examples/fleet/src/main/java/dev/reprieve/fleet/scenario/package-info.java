/** Scenario files: what a person writes to ask what would happen. */
@NullMarked
package dev.reprieve.fleet.scenario;

import org.jspecify.annotations.NullMarked;
