package dev.reprieve.guard;

import dev.reprieve.internal.Ordered;
import dev.reprieve.internal.Sha256;
import dev.reprieve.model.InstanceKey;
import dev.reprieve.model.InstanceState;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What would happen to which instances, as a value: it can be stored, compared, signed off by its
 * digest, and executed later (SAF-03). Immutable.
 *
 * @param madeAt when it was true
 * @param items what would happen, sorted; none twice
 */
public record Plan(Instant madeAt, List<Item> items) {
  private static final char ESCAPE = '%';
  private static final HexFormat HEX = HexFormat.of().withUpperCase();
  private static final String FORM = "reprieve-plan 2";

  /**
   * What would happen to one instance.
   *
   * @param key the instance
   * @param version the version that it was decided on; any other one is another case
   * @param to the state that it would reach, {@code PURGING} for a purge
   * @param dueAt when it was due
   * @param rule the rule that it follows
   */
  public record Item(InstanceKey key, long version, InstanceState to, Instant dueAt, String rule)
      implements Comparable<Item> {
    /** Refuses nulls. */
    public Item {
      Objects.requireNonNull(key, "key");
      Objects.requireNonNull(to, "to");
      Objects.requireNonNull(dueAt, "dueAt");
      Objects.requireNonNull(rule, "rule");
    }

    @Override
    public int compareTo(Item other) {
      Objects.requireNonNull(other, "other");
      int order = key.compareTo(other.key);
      order = order != 0 ? order : Long.compare(version, other.version);
      order = order != 0 ? order : to.compareTo(other.to);
      order = order != 0 ? order : dueAt.compareTo(other.dueAt);
      return order != 0 ? order : rule.compareTo(other.rule);
    }

    private String line() {
      return List.of(key.tenant(), key.region(), key.product(), key.id()).stream()
              .map(Item::word)
              .collect(Collectors.joining(" "))
          + " "
          + version
          + " "
          + to
          + " "
          + dueAt
          + " "
          + rule;
    }

    private static Item parse(String line) {
      String[] parts = line.split(" ", 8);
      if (parts.length != 8) {
        throw new IllegalArgumentException("expected 8 words, found " + parts.length);
      }
      Item item =
          new Item(
              new InstanceKey(name(parts[0]), name(parts[1]), name(parts[2]), name(parts[3])),
              Long.parseLong(parts[4]),
              InstanceState.valueOf(parts[5]),
              Instant.parse(parts[6]),
              parts[7]);
      if (!item.line().equals(line)) {
        throw new IllegalArgumentException("expected " + item.line());
      }
      return item;
    }

    /** A name as one word that a person can read and that no other name has, whatever is in it. */
    private static String word(String name) {
      StringBuilder word = new StringBuilder(name.length());
      for (int i = 0; i < name.length(); i++) {
        char unit = name.charAt(i);
        if (unit > ' ' && unit < 0x7F && unit != ESCAPE) {
          word.append(unit);
        } else {
          // By its UTF-16 unit: UTF-8 would write each half of a surrogate pair as the same "?".
          word.append(ESCAPE).append(HEX.toHexDigits(unit));
        }
      }
      return word.toString();
    }

    private static String name(String word) {
      StringBuilder name = new StringBuilder(word.length());
      for (int i = 0; i < word.length(); i++) {
        char unit = word.charAt(i);
        if (unit == ESCAPE) {
          name.append((char) HexFormat.fromHexDigits(word, i + 1, Math.min(i + 5, word.length())));
          i += 4;
        } else {
          name.append(unit);
        }
      }
      return name.toString();
    }
  }

  /**
   * What two plans differ in.
   *
   * @param added in the later one alone
   * @param removed in the earlier one alone
   */
  public record Difference(Set<Item> added, Set<Item> removed) {
    /** Copies the sets. */
    public Difference {
      Objects.requireNonNull(added, "added");
      Objects.requireNonNull(removed, "removed");
      added = Ordered.copyOf(added);
      removed = Ordered.copyOf(removed);
    }

    /** Whether there is none. */
    public boolean isEmpty() {
      return added.isEmpty() && removed.isEmpty();
    }
  }

  /** Sorts the items, and takes each once. */
  public Plan {
    Objects.requireNonNull(madeAt, "madeAt");
    Objects.requireNonNull(items, "items");
    items = List.copyOf(new TreeSet<>(items));
  }

  /** What names exactly this set, whenever the plan was made: SHA-256 over the items, in hex. */
  public String digest() {
    StringBuilder lines = new StringBuilder();
    for (Item item : items) {
      lines.append(item.line()).append('\n');
    }
    return Sha256.hex(lines.toString());
  }

  /** What a later plan has and this one has not, and the reverse. */
  public Difference differenceTo(Plan later) {
    Objects.requireNonNull(later, "later");
    Set<Item> added = new TreeSet<>(later.items);
    items.forEach(added::remove);
    Set<Item> removed = new TreeSet<>(items);
    later.items.forEach(removed::remove);
    return new Difference(added, removed);
  }

  /**
   * As text, to be read by whoever confirms it, and to be stored: the form's name and version, the
   * instant, and for each item a line with tenant, region, product, id, version, state, instant and
   * rule. It is ASCII: whatever else stands in a name is written as a percent sign and the four
   * hexadecimal digits of its UTF-16 unit.
   */
  public String toText() {
    return FORM
        + "\n"
        + madeAt
        + "\n"
        + items.stream().map(item -> item.line() + "\n").collect(Collectors.joining());
  }

  /**
   * Reads what {@link #toText} wrote.
   *
   * @throws IllegalArgumentException if it is anything else, naming the line
   */
  public static Plan parse(String text) {
    Objects.requireNonNull(text, "text");
    String[] lines = text.split("\n", -1);
    if (lines.length < 3 || !lines[0].equals(FORM) || !lines[lines.length - 1].isEmpty()) {
      throw new IllegalArgumentException(
          "not a whole plan: expected \"" + FORM + "\" first, and the last line ended");
    }
    int at = 1;
    try {
      Instant madeAt = Instant.parse(lines[1]);
      List<Item> items = new ArrayList<>();
      for (at = 2; at < lines.length - 1; at++) {
        items.add(Item.parse(lines[at]));
      }
      return new Plan(madeAt, items);
    } catch (IllegalArgumentException | DateTimeException broken) {
      throw new IllegalArgumentException(
          "line " + (at + 1) + " of a plan: " + broken.getMessage(), broken);
    }
  }
}
