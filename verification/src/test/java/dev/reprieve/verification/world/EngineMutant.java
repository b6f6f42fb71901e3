package dev.reprieve.verification.world;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A fault planted into a copy of the engine's sources.
 *
 * @param name what is wrong with it
 * @param edits what is written otherwise
 */
public record EngineMutant(String name, List<Edit> edits) {
  private static final Pattern WORD = Pattern.compile("\\w+|[^\\w\\s]");

  /**
   * One change of one file.
   *
   * @param file below core's sources
   * @param from what stands there, exactly once, whatever the white space
   * @param to what stands there in the mutant
   */
  public record Edit(String file, String from, String to) {}

  /** One with a single change. */
  public static EngineMutant of(String name, String file, String from, String to) {
    return new EngineMutant(name, List.of(new Edit(file, from, to)));
  }

  /** This one with a change more. */
  public EngineMutant and(String file, String from, String to) {
    List<Edit> more = new ArrayList<>(edits);
    more.add(new Edit(file, from, to));
    return new EngineMutant(name, more);
  }

  /** The text of a file with every edit that this mutant has for it. */
  String applied(String file, Path sources) throws IOException {
    String text = Files.readString(sources.resolve(file));
    for (Edit edit : edits) {
      if (edit.file.equals(file)) {
        text = replaced(text, edit);
      }
    }
    return text;
  }

  private String replaced(String text, Edit edit) {
    StringBuilder pattern = new StringBuilder();
    Matcher words = WORD.matcher(edit.from);
    while (words.find()) {
      pattern.append(pattern.isEmpty() ? "" : "\\s*").append(Pattern.quote(words.group()));
    }
    Matcher places = Pattern.compile(pattern.toString()).matcher(text);
    if (!places.find()) {
      throw new IllegalStateException(
          name + ": " + edit.file + " has changed and has no longer \"" + edit.from + "\"");
    }
    int start = places.start();
    int end = places.end();
    if (places.find()) {
      throw new IllegalStateException(
          name + ": " + edit.file + " has more than once \"" + edit.from + "\"");
    }
    return text.substring(0, start) + edit.to + text.substring(end);
  }

  @Override
  public String toString() {
    return name;
  }
}
