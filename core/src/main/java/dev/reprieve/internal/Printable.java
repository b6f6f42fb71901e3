package dev.reprieve.internal;

/**
 * What others have chosen, such as an id, as it is shown in a message, a log line or a {@code
 * toString}: on one line, and nothing in it turns the direction of writing or is not seen. What is
 * stored and compared stays as it came.
 *
 * <p>The one form: {@code \\uXXXX} for controls, separators of lines, invisible and unassigned
 * characters and halves of surrogate pairs; everything else as it is.
 */
public final class Printable {
  private Printable() {}

  /** A text that stands by itself, or within a sentence. */
  public static String text(String text) {
    return shown(text, false);
  }

  /**
   * A part of a name whose parts stand between slashes: slashes and backslashes are written in the
   * same form, so that two names are shown alike only if they are one.
   */
  public static String part(String part) {
    return shown(part, true);
  }

  private static String shown(String text, boolean isPart) {
    if (text.codePoints().allMatch(character -> isShown(character, isPart))) {
      return text;
    }
    StringBuilder shown = new StringBuilder(text.length() + 16);
    text.codePoints()
        .forEach(
            character -> {
              if (isShown(character, isPart)) {
                shown.appendCodePoint(character);
              } else {
                shown.append(String.format("\\u%04X", character));
              }
            });
    return shown.toString();
  }

  private static boolean isShown(int character, boolean isPart) {
    if (isPart && (character == '/' || character == '\\')) {
      return false;
    }
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }
}
