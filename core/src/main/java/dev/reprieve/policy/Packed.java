package dev.reprieve.policy;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A line or a list of parts as one text, and back. The separator, the backslash and line ends are
 * escaped within parts; null is told from every text.
 */
final class Packed {
  private static final String NULL = "\\0";

  private Packed() {}

  static String join(char separator, List<? extends @Nullable Object> parts) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < parts.size(); i++) {
      if (i > 0) {
        text.append(separator);
      }
      Object part = parts.get(i);
      text.append(part == null ? NULL : escape(separator, part.toString()));
    }
    return text.toString();
  }

  private static String escape(char separator, String part) {
    return part.replace("\\", "\\\\")
        .replace("\n", "\\n")
        .replace("\r", "\\r")
        .replace(String.valueOf(separator), "\\" + separator);
  }

  static List<@Nullable String> split(char separator, String text) {
    List<@Nullable String> parts = new ArrayList<>();
    StringBuilder part = new StringBuilder();
    boolean isNull = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && i + 1 < text.length()) {
        char escaped = text.charAt(++i);
        isNull |= escaped == '0';
        part.append(escaped == 'n' ? '\n' : escaped == 'r' ? '\r' : escaped);
      } else if (c == separator) {
        parts.add(isNull ? null : part.toString());
        part.setLength(0);
        isNull = false;
      } else {
        part.append(c);
      }
    }
    parts.add(isNull ? null : part.toString());
    return parts;
  }
}
