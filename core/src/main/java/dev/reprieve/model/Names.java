package dev.reprieve.model;

import dev.reprieve.internal.Printable;
import java.util.regex.Pattern;

/**
 * The one form of every open name: {@code LOCK_ACCESS}, or {@code acme:FREEZE} for a third party's
 * own.
 */
final class Names {
  private static final Pattern FORM = Pattern.compile("([a-z][a-z0-9.-]*:)?[A-Z][A-Z0-9_]*");

  private Names() {}

  static String check(String what, String name) {
    if (!FORM.matcher(name).matches()) {
      throw new IllegalArgumentException(
          what
              + " \""
              + Printable.text(name)
              + "\" is not a name: expected LIKE_THIS, or vendor:LIKE_THIS");
    }
    return name;
  }

  /** An identifier that a host chose: anything, but neither blank nor without end. */
  static String checkId(String what, String id) {
    if (id.isBlank()) {
      throw new IllegalArgumentException(what + " is blank");
    }
    if (id.length() > 512) {
      throw new IllegalArgumentException(
          what + " has " + id.length() + " characters, at most 512 are allowed");
    }
    return id;
  }
}
