/** Where instances are kept: for hosts that choose a store, and for those who write one. */
@NullMarked
package dev.reprieve.recyclebin;

import org.jspecify.annotations.NullMarked;
