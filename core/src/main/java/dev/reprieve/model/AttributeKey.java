package dev.reprieve.model;

import dev.reprieve.internal.Printable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;

/**
 * A typed name of a product attribute: type-safe for a policy, plain text for a store. Immutable;
 * make one constant for each attribute.
 *
 * @param <T> the type that a policy sees
 */
public final class AttributeKey<T> {
  /** The kinds of values. */
  public enum Kind {
    /** Any text. */
    TEXT,
    /** True or false. */
    FLAG,
    /** A whole number. */
    NUMBER,
    /** One of a closed set. */
    CHOICE,
    /** Several texts. */
    TEXTS
  }

  private final Kind kind;
  private final String name;
  private final List<String> choices;
  private final String expected;
  private final Function<String, T> parser;
  private final Function<T, String> formatter;

  private AttributeKey(
      Kind kind,
      String name,
      List<String> choices,
      String expected,
      Function<String, T> parser,
      Function<T, String> formatter) {
    this.kind = kind;
    this.name = Names.checkId("attribute name", name);
    this.choices = List.copyOf(choices);
    this.expected = expected;
    this.parser = parser;
    this.formatter = formatter;
  }

  /** Any text. */
  public static AttributeKey<String> ofText(String name) {
    Objects.requireNonNull(name, "name");
    return new AttributeKey<>(Kind.TEXT, name, List.of(), "a text", text -> text, text -> text);
  }

  /** {@code true} or {@code false}. */
  public static AttributeKey<Boolean> ofFlag(String name) {
    Objects.requireNonNull(name, "name");
    return new AttributeKey<>(
        Kind.FLAG,
        name,
        List.of("false", "true"),
        "true or false",
        AttributeKey::parseFlag,
        String::valueOf);
  }

  /** A whole number. */
  public static AttributeKey<Long> ofNumber(String name) {
    Objects.requireNonNull(name, "name");
    return new AttributeKey<>(
        Kind.NUMBER, name, List.of(), "a whole number", Long::valueOf, String::valueOf);
  }

  /** One constant of an enum, by its name. */
  public static <E extends Enum<E>> AttributeKey<E> ofEnum(String name, Class<E> type) {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(type, "type");
    List<String> choices = Arrays.stream(type.getEnumConstants()).map(Enum::name).toList();
    return new AttributeKey<>(
        Kind.CHOICE,
        name,
        choices,
        "one of " + String.join(", ", choices),
        text -> Enum.valueOf(type, text),
        Enum::name);
  }

  /** One of these texts: what an enum's key is once its tables are read back from a store. */
  public static AttributeKey<String> ofChoice(String name, List<String> choices) {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(choices, "choices");
    return new AttributeKey<>(
        Kind.CHOICE,
        name,
        choices,
        "one of " + String.join(", ", choices),
        text -> {
          if (!choices.contains(text)) {
            throw new IllegalArgumentException("none of " + choices);
          }
          return text;
        },
        text -> text);
  }

  /** Several texts, in order. */
  public static AttributeKey<List<String>> ofTexts(String name) {
    Objects.requireNonNull(name, "name");
    return new AttributeKey<>(
        Kind.TEXTS, name, List.of(), "a list of texts", AttributeKey::split, AttributeKey::join);
  }

  /** The attribute's name, as scenario files and stores have it. */
  public String name() {
    return name;
  }

  /** What kind of values it has. */
  public Kind kind() {
    return kind;
  }

  /** Every value that there is, for an enum or a flag; empty for what has no closed set. */
  public List<String> choices() {
    return choices;
  }

  /** What a value must be, in words, for a message. */
  public String expected() {
    return expected;
  }

  /**
   * Reads a stored text.
   *
   * @throws IllegalArgumentException if the text is no value of this attribute; the message says
   *     what would be
   */
  public T parse(String text) {
    Objects.requireNonNull(text, "text");
    try {
      return parser.apply(text);
    } catch (IllegalArgumentException unreadable) {
      throw new IllegalArgumentException(
          "attribute " + name + " is \"" + Printable.text(text) + "\": expected " + expected,
          unreadable);
    }
  }

  /** Whether {@link #parse} would accept the text. */
  public boolean accepts(String text) {
    Objects.requireNonNull(text, "text");
    try {
      return parser.apply(text) != null;
    } catch (IllegalArgumentException unreadable) {
      return false;
    }
  }

  /** The text that {@link #parse} reads back. */
  public String format(T value) {
    Objects.requireNonNull(value, "value");
    return formatter.apply(value);
  }

  /** The condition that the attribute is there and equals {@code value}. */
  public Condition is(T value) {
    Objects.requireNonNull(value, "value");
    return new Condition.AttributeIn(name, Set.of(format(value)));
  }

  /** The condition that the attribute is there and equals one of the values. */
  @SafeVarargs
  public final Condition isOneOf(T... values) {
    Objects.requireNonNull(values, "values");
    Set<String> texts = new LinkedHashSet<>();
    for (T value : values) {
      texts.add(format(value));
    }
    return new Condition.AttributeIn(name, texts);
  }

  /**
   * The condition that what stands before the first {@code separator} (all of it where there is
   * none) is one of the texts.
   */
  public Condition beginsWithPart(String separator, String... parts) {
    Objects.requireNonNull(parts, "parts");
    return new Condition.AttributePrefixIn(name, separator, Set.of(parts));
  }

  private static Boolean parseFlag(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("neither true nor false");
    };
  }

  private static String join(List<String> texts) {
    StringBuilder all = new StringBuilder();
    for (String text : texts) {
      all.append(text.replace("\\", "\\\\").replace(",", "\\,")).append(',');
    }
    return all.toString();
  }

  private static List<String> split(String joined) {
    List<String> texts = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < joined.length(); i++) {
      char c = joined.charAt(i);
      if (c == '\\' && i + 1 < joined.length()) {
        text.append(joined.charAt(++i));
      } else if (c == ',') {
        texts.add(text.toString());
        text.setLength(0);
      } else {
        text.append(c);
      }
    }
    if (text.length() > 0) {
      texts.add(text.toString());
    }
    return List.copyOf(texts);
  }

  @Override
  public String toString() {
    return name;
  }
}
