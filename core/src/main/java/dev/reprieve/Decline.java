package dev.reprieve;

import dev.reprieve.recyclebin.WaitingFor;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Why something destructive does not begin now.
 *
 * @param waitingFor what it waits for
 * @param reason the same in a sentence
 * @param lookAgainAt when it is looked at again; null where an operator must say so
 */
record Decline(WaitingFor waitingFor, String reason, @Nullable Instant lookAgainAt) {}
