package dev.reprieve.fleet.input;

/** Words of a file as a message may show them: never more than a line of them. */
public final class Shown {
  private static final int LONGEST = 80;

  private Shown() {}

  /** The text in quotes, cut where nobody would read on. */
  public static String quoted(String text) {
    return "\"" + cut(text, LONGEST) + "\"";
  }

  /** The text, cut to so many characters and three dots. */
  public static String cut(String text, int longest) {
    return text.codePointCount(0, text.length()) <= longest
        ? text
        : text.substring(0, text.offsetByCodePoints(0, longest)) + "...";
  }
}
