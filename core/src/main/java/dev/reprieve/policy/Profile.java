package dev.reprieve.policy;

import java.util.List;
import java.util.Objects;

/**
 * One named way in which a vendor does it, such as {@code TAIR_CHINA}.
 *
 * @param name the profile's name
 * @param tables the tables, of which exactly one rules each instance
 */
public record Profile(String name, List<RetentionTable> tables) {
  /** Copies the tables. */
  public Profile {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(tables, "tables");
    tables = List.copyOf(tables);
  }
}
