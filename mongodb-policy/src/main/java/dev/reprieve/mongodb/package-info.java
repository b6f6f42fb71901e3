/** The retention policy of MongoDB: for hosts that run such instances. */
@NullMarked
package dev.reprieve.mongodb;

import org.jspecify.annotations.NullMarked;
