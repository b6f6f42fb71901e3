package dev.reprieve.fleet;

/** Makes text from a file fit to be shown: it may have been written to deceive. */
final class Terminal {
  private Terminal() {}

  /**
   * The text in one line, with nothing in it that a terminal obeys: control characters, line breaks
   * and marks that turn the direction of writing are shown as {@code \\uXXXX}.
   */
  static String safe(String text) {
    StringBuilder shown = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            character -> {
              if (isHarmless(character)) {
                shown.appendCodePoint(character);
              } else {
                shown.append(String.format("\\u%04X", character));
              }
            });
    return shown.toString();
  }

  private static boolean isHarmless(int character) {
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
