package dev.reprieve.guard;

/**
 * A text with wildcards: {@code *} is any characters, none too, and {@code ?} is exactly one. It
 * must fit the whole of a text.
 *
 * <p>Matching takes at most the product of the two lengths: a star that has been passed is never
 * gone back to, since the star behind it can take up whatever it would have taken.
 */
final class Wildcards {
  private static final int LONGEST = 2_048;

  private final String pattern;
  private final int[] points;

  /**
   * @throws IllegalArgumentException if the pattern is blank, begins or ends with a blank, or has
   *     more than 2,048 characters
   */
  Wildcards(String what, String pattern) {
    if (pattern.isBlank()) {
      throw new IllegalArgumentException(what + " is blank");
    }
    if (!pattern.strip().equals(pattern)) {
      throw new IllegalArgumentException(
          what + " \"" + pattern + "\" begins or ends with a blank, and would match nothing");
    }
    if (pattern.length() > LONGEST) {
      throw new IllegalArgumentException(
          what + " has " + pattern.length() + " characters, at most " + LONGEST + " are allowed");
    }
    this.pattern = pattern;
    this.points = pattern.codePoints().toArray();
  }

  boolean matches(String text) {
    int[] given = text.codePoints().toArray();
    int at = 0;
    int in = 0;
    int star = -1;
    int resume = 0;
    while (at < given.length) {
      if (in < points.length && points[in] == '*') {
        star = in++;
        resume = at;
      } else if (in < points.length && (points[in] == '?' || points[in] == given[at])) {
        in++;
        at++;
      } else if (star >= 0) {
        in = star + 1;
        at = ++resume;
      } else {
        return false;
      }
    }
    while (in < points.length && points[in] == '*') {
      in++;
    }
    return in == points.length;
  }

  @Override
  public String toString() {
    return pattern;
  }
}
