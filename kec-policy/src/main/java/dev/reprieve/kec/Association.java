package dev.reprieve.kec;

import java.util.Objects;

/**
 * Something attached to a KEC instance (KEC-06).
 *
 * @param kind such as {@code SLB}, {@code EIP}, {@code EBS} or {@code TAG}; no space in it
 * @param id the vendor's id of it
 */
public record Association(String kind, String id) {
  /**
   * @throws IllegalArgumentException if the kind is blank or has a space in it, or the id is blank
   */
  public Association {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(id, "id");
    if (kind.isBlank() || kind.indexOf(' ') >= 0) {
      throw new IllegalArgumentException(
          "association kind \"" + kind + "\": expected one word such as EIP");
    }
    if (id.isBlank()) {
      throw new IllegalArgumentException("association of kind " + kind + " has a blank id");
    }
  }

  /** As the attribute has it. */
  public String toText() {
    return kind + " " + id;
  }

  /**
   * Reads what {@link #toText} wrote.
   *
   * @throws IllegalArgumentException if the text is not a kind, a space and an id
   */
  public static Association parse(String text) {
    Objects.requireNonNull(text, "text");
    int space = text.indexOf(' ');
    if (space < 0) {
      throw new IllegalArgumentException(
          "association \"" + text + "\": expected a kind, a space and an id");
    }
    return new Association(text.substring(0, space), text.substring(space + 1));
  }
}
