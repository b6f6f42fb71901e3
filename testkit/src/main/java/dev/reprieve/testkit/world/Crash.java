package dev.reprieve.testkit.world;

/**
 * The end of a worker in the middle of a call. An {@link Error}, so that nothing on the way up
 * takes it for a failure that it may handle: whoever has died does nothing more.
 */
final class Crash extends Error {
  private static final long serialVersionUID = 1L;

  Crash() {
    super("the worker has died", null, false, false);
  }
}
