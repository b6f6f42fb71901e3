package dev.reprieve.guard;

import dev.reprieve.internal.Printable;
import java.util.Objects;

/**
 * Somebody who asks: a person, a role, a service. Who it is was found out by the host; the name is
 * what policies are attached to and what the audit shows.
 *
 * @param name never blank, at most 512 characters
 */
public record Principal(String name) {
  private static final int LONGEST = 512;

  /**
   * @throws IllegalArgumentException if the name is blank or too long
   */
  public Principal {
    Objects.requireNonNull(name, "name");
    if (name.isBlank() || name.length() > LONGEST) {
      throw new IllegalArgumentException(
          "a principal's name has "
              + name.length()
              + " characters: expected 1 to "
              + LONGEST
              + ", not blank");
    }
  }

  /** The name, in a form that forges no line of a log. */
  @Override
  public String toString() {
    return Printable.text(name);
  }
}
