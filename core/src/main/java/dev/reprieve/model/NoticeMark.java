package dev.reprieve.model;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * How far an owner has been told of the purge that is ahead (SAF-04). It is of one instant: once
 * the purge is due at another one, nothing has been said of it yet.
 *
 * @param purgeAt when that purge is due
 * @param within notices at shorter offsets than this are still to come: the whole span at first,
 *     then the offset of the latest notice
 * @param told whether any notice of it was ordered, the one on entering the stage included
 */
public record NoticeMark(Instant purgeAt, Duration within, boolean told) {
  /** Refuses nulls. */
  public NoticeMark {
    Objects.requireNonNull(purgeAt, "purgeAt");
    Objects.requireNonNull(within, "within");
  }
}
