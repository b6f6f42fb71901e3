package dev.reprieve.expiry;

import java.util.List;
import java.util.Objects;

/**
 * A page of a scan.
 *
 * @param <K> the type of the keys
 * @param keys live keys, maybe none even though more pages follow
 * @param next the cursor of the next page
 */
public record ScanPage<K>(List<K> keys, ScanCursor next) {

  /**
   * Takes a copy of the keys.
   *
   * @param keys live keys
   * @param next the cursor of the next page
   */
  public ScanPage {
    Objects.requireNonNull(keys, "keys");
    Objects.requireNonNull(next, "next");
    keys = List.copyOf(keys);
  }
}
