/** The retention policy of Kingsoft KEC: for hosts that run such machines. */
@NullMarked
package dev.reprieve.kec;

import org.jspecify.annotations.NullMarked;
