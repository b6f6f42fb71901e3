/** Virtual time, a scripted host and checks: for authors of policies, in their tests. */
@NullMarked
package dev.reprieve.testkit;

import org.jspecify.annotations.NullMarked;
