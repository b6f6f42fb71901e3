package dev.reprieve;

import dev.reprieve.guard.Limits;
import dev.reprieve.model.Event;
import dev.reprieve.model.PolicyRef;
import dev.reprieve.recyclebin.Guarded;
import java.time.Duration;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The words in which an act that is of no single instance waits for a second principal. */
final class Subjects {
  private static final String CONFIRM = "CONFIRM";
  private static final String LIMITS = "LIMITS";
  private static final String REPIN = "REPIN ";

  private Subjects() {}

  /** What a plan's confirmation is of. */
  record Confirm(Guarded kind, String digest) {}

  /** What a change of limits is of. */
  record Change(Guarded kind, Limits limits) {}

  static String confirm(Guarded kind, String digest) {
    return CONFIRM + " " + kind + " " + digest;
  }

  static @Nullable Confirm confirm(String subject) {
    String[] words = subject.split(" ", 3);
    return words[0].equals(CONFIRM) ? new Confirm(Guarded.valueOf(words[1]), words[2]) : null;
  }

  /** All that is asked of an instance: what differs in anything is another ask. */
  static String event(Event event) {
    return String.join(
        "\n",
        event.operation().toString(),
        event.at().toString(),
        quoted(event.id()),
        String.valueOf(event.until()),
        quoted(event.newId()),
        event.overrides().asTexts().entrySet().stream()
            .map(text -> quoted(text.getKey()) + "=" + quoted(text.getValue()))
            .collect(Collectors.joining(", ", "{", "}")),
        quoted(event.name()),
        quoted(event.value()),
        Boolean.toString(event.confirm()),
        Boolean.toString(event.compliance()));
  }

  /**
   * A text that somebody else chose, so that it never runs into the next one, whatever is in it:
   * nobody is to agree to one thing while another has the same words.
   */
  static String quoted(@Nullable String text) {
    return text == null
        ? "null"
        : "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\"";
  }

  /** Onto which policy: another one is another ask. */
  static String repin(PolicyRef onto) {
    return REPIN + onto;
  }

  static String limits(Guarded kind, Limits to) {
    return String.join(
        " ",
        LIMITS,
        kind.name(),
        Long.toString(to.count()),
        Integer.toString(to.percent()),
        Integer.toString(to.percentFrom()),
        to.window().toString());
  }

  static Change limits(String subject) {
    String[] words = subject.split(" ", 6);
    if (words.length != 6 || !words[0].equals(LIMITS)) {
      throw new IllegalStateException("an ask that nobody here could have made: " + subject);
    }
    return new Change(
        Guarded.valueOf(words[1]),
        new Limits(
            Long.parseLong(words[2]),
            Integer.parseInt(words[3]),
            Integer.parseInt(words[4]),
            Duration.parse(words[5])));
  }
}
