/** The policy is held to its contract and to the vendor's page, and run from its jar. */
@NullMarked
package dev.reprieve.byteplus;

import org.jspecify.annotations.NullMarked;
