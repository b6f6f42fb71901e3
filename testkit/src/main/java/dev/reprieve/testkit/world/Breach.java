package dev.reprieve.testkit.world;

/** A promise was broken. Thrown through everything, up to the run that has seen it. */
final class Breach extends Error {
  private static final long serialVersionUID = 1L;

  private final String promise;

  Breach(String promise, String how) {
    super(promise + ": " + how, null, false, false);
    this.promise = promise;
  }

  /** Which promise, in few words that stay the same for every instance and instant. */
  String promise() {
    return promise;
  }
}
