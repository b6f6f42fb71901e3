package dev.reprieve.model;

import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The product attributes of an instance: what rules need and what merely describes, by name.
 * Immutable. Names that no key describes are kept as they came and never dropped.
 */
public final class Attributes {
  private static final Attributes EMPTY = new Attributes(new TreeMap<>());

  private final Map<String, String> texts;

  private Attributes(Map<String, String> texts) {
    this.texts = Collections.unmodifiableMap(texts);
  }

  /** No attribute at all. */
  public static Attributes empty() {
    return EMPTY;
  }

  /** Attributes from their plain texts, as a store or a file has them. */
  public static Attributes ofTexts(Map<String, String> texts) {
    Objects.requireNonNull(texts, "texts");
    return texts.isEmpty() ? EMPTY : new Attributes(new TreeMap<>(texts));
  }

  /** These attributes and one more, or one with another value. */
  public <T> Attributes with(AttributeKey<T> key, T value) {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(value, "value");
    return withText(key.name(), key.format(value));
  }

  /** These attributes and one more by its plain text. */
  public Attributes withText(String name, String text) {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(text, "text");
    TreeMap<String, String> all = new TreeMap<>(texts);
    all.put(Names.checkId("attribute name", name), text);
    return new Attributes(all);
  }

  /** These attributes with those of {@code others} over them: an explicit value wins. */
  public Attributes overlaidBy(Attributes others) {
    Objects.requireNonNull(others, "others");
    if (others.texts.isEmpty()) {
      return this;
    }
    TreeMap<String, String> all = new TreeMap<>(texts);
    all.putAll(others.texts);
    return new Attributes(all);
  }

  /** These attributes without one. */
  public Attributes without(String name) {
    Objects.requireNonNull(name, "name");
    if (!texts.containsKey(name)) {
      return this;
    }
    TreeMap<String, String> all = new TreeMap<>(texts);
    all.remove(name);
    return new Attributes(all);
  }

  /**
   * The value, or null where the attribute is missing.
   *
   * @throws IllegalArgumentException if there is a text that is no value of the attribute (ALL-13)
   */
  public <T> @Nullable T get(AttributeKey<T> key) {
    Objects.requireNonNull(key, "key");
    String text = texts.get(key.name());
    return text == null ? null : key.parse(text);
  }

  /** The plain text, or null where the attribute is missing. */
  public @Nullable String text(String name) {
    Objects.requireNonNull(name, "name");
    return texts.get(name);
  }

  /** All of them as plain texts, sorted by name; cannot be changed. */
  public Map<String, String> asTexts() {
    return texts;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Attributes that && texts.equals(that.texts);
  }

  @Override
  public int hashCode() {
    return texts.hashCode();
  }

  @Override
  public String toString() {
    return texts.toString();
  }
}
