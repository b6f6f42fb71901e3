package dev.reprieve.model;

import java.util.Objects;

/**
 * Something that goes with an instance and not after it: a shard, a disk, a backup of its own
 * (SAF-19). It shares its parent's deadlines and is deleted before the parent is.
 *
 * @param kind what it is, in the host's words, such as {@code disk}; not blank
 * @param id which, not blank
 */
public record Child(String kind, String id) {
  /**
   * @throws IllegalArgumentException if either is blank or longer than 512 characters
   */
  public Child {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(id, "id");
    Names.checkId("kind of a child", kind);
    Names.checkId("id of a child", id);
  }
}
