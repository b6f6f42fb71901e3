/** Not exported: what several packages of core need and nobody else. */
@NullMarked
package dev.reprieve.internal;

import org.jspecify.annotations.NullMarked;
