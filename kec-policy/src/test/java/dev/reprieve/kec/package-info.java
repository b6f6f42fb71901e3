/** The rules of KEC, one by one. */
@NullMarked
package dev.reprieve.kec;

import org.jspecify.annotations.NullMarked;
