package dev.reprieve.verification.readme;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A block of a Markdown file that stands right after the comment {@code <!-- from FILE -->}: lines
 * of that file, which the build compiles and tests.
 *
 * @param file the file, from the checkout's root
 * @param text what stands between the fences
 */
record QuotedBlock(String file, String text) {
  private static final Pattern MARKED =
      Pattern.compile("<!--\\s*from (\\S+)\\s*-->\\s*\\R```[^\\n]*\\R(.*?)\\R```", Pattern.DOTALL);

  static List<QuotedBlock> in(String markdown) {
    List<QuotedBlock> blocks = new ArrayList<>();
    Matcher marked = MARKED.matcher(markdown);
    while (marked.find()) {
      blocks.add(new QuotedBlock(marked.group(1), marked.group(2)));
    }
    return blocks;
  }

  /** Whether the file has these lines, one after the other, at any indentation. */
  boolean standsIn(Path root) {
    try {
      return Collections.indexOfSubList(stripped(Files.readString(root.resolve(file))), lines())
          >= 0;
    } catch (IOException broken) {
      throw new UncheckedIOException("the page quotes " + file, broken);
    }
  }

  private List<String> lines() {
    return stripped(text);
  }

  private static List<String> stripped(String text) {
    return text.lines().map(String::strip).toList();
  }
}
