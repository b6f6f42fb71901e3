package dev.reprieve.expiry;

/**
 * Where a scan is. An immutable value that belongs to the store that gave it.
 *
 * @param position the store's own mark, meaningless to others; may be kept and used to go on later
 */
public record ScanCursor(long position) {

  /** The beginning of a scan. */
  public static final ScanCursor START = new ScanCursor(0);

  /** What the last page of a scan gives. */
  static final ScanCursor END = new ScanCursor(-1);

  /**
   * Whether the scan has been through everything.
   *
   * @return whether this is the cursor of the last page, with which no further page can be asked
   *     for
   */
  public boolean isFinished() {
    return position == END.position;
  }
}
