package dev.reprieve;

/**
 * What a delivery of effects did.
 *
 * @param done confirmed
 * @param working under way, to be looked at again
 * @param later to be tried again: failed, or the handler asked for it
 * @param givenUp failed too often
 * @param purged instances whose purge was confirmed as a whole
 * @param dropped not tried again, since the step that ordered them was undone (SAF-11)
 * @param withheld put back by a safeguard, without having been handed out
 */
public record DeliveryReport(
    int done, int working, int later, int givenUp, int purged, int dropped, int withheld) {
  /** How many effects were taken up. */
  public int handedOut() {
    return done + working + later + givenUp + dropped;
  }
}
