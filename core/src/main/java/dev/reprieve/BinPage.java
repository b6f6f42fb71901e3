package dev.reprieve;

import dev.reprieve.recyclebin.BinQuery;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A page of the bin.
 *
 * @param items the lines, in the order of their keys
 * @param next the query for the next page, or null where this was the last
 */
public record BinPage(List<BinItem> items, @Nullable BinQuery next) {
  /** Copies the lines. */
  public BinPage {
    Objects.requireNonNull(items, "items");
    items = List.copyOf(items);
  }
}
