package dev.reprieve.guard;

import java.util.Locale;

/** Writes the parts of a name so that no two different lists of parts give the same name. */
final class Escaping {
  private static final String SPECIAL = "%:/*?";

  private Escaping() {}

  /** A percent sign and two digits for what separates parts, for wildcards, and for blanks. */
  static String escaped(String part) {
    StringBuilder escaped = new StringBuilder(part.length());
    for (int i = 0; i < part.length(); i++) {
      char letter = part.charAt(i);
      if (letter <= ' ' || letter == 0x7F || SPECIAL.indexOf(letter) >= 0) {
        escaped.append(String.format(Locale.ROOT, "%%%02X", (int) letter));
      } else {
        escaped.append(letter);
      }
    }
    return escaped.toString();
  }
}
