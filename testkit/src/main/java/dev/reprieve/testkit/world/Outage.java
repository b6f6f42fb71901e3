package dev.reprieve.testkit.world;

/** What a caller gets from a store or a host that failed, or whose answer was lost. */
final class Outage extends RuntimeException {
  private static final long serialVersionUID = 1L;

  Outage(String message) {
    super(message, null, false, false);
  }
}
