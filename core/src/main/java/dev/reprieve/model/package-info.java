/** The words of the domain: immutable values that hosts, authors of policies and stores share. */
@NullMarked
package dev.reprieve.model;

import org.jspecify.annotations.NullMarked;
