/**
 * When something runs, and on whose threads: the scheduler SPI for authors of adapters, schedules
 * and tasks for hosts.
 */
@NullMarked
package dev.reprieve.schedule;

import org.jspecify.annotations.NullMarked;
