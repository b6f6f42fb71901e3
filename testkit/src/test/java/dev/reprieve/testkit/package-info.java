/** The checks are checked: each must fail where it should. */
@NullMarked
package dev.reprieve.testkit;

import org.jspecify.annotations.NullMarked;
