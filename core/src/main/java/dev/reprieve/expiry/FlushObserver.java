package dev.reprieve.expiry;

/**
 * Watches a flush and may cancel it. Called by the thread that flushes, between batches, never
 * under a lock.
 */
@FunctionalInterface
public interface FlushObserver {

  /** Watches nothing and never cancels. */
  FlushObserver SILENT = progress -> true;

  /**
   * Called after each batch.
   *
   * @param progress how far the flush is
   * @return true to go on, false to cancel: the flush ends at once, and says that it is not
   *     complete
   */
  boolean onProgress(FlushProgress progress);
}
