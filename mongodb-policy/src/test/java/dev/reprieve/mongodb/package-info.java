/** The rules of MongoDB, one by one. */
@NullMarked
package dev.reprieve.mongodb;

import org.jspecify.annotations.NullMarked;
