package dev.reprieve.redis.specification;

import dev.reprieve.model.BillingMode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wrote down of a Redis instance, by attribute name: the input of {@link
 * SpecificationCheck}. Immutable and thread-safe.
 *
 * <p>It holds no secret. When it is built, the form of the password is judged, and the values of
 * {@code password}, {@code kms_encrypted_password} and {@code encryption_key} are dropped; the
 * builder holds them until then. {@link #toString()} tells the names of what is there and no value
 * at all.
 *
 * <p>What is null, empty or blank is not there.
 */
public final class RedisSpecification {
  private static final Set<String> SECRETS =
      Set.of("password", "kms_encrypted_password", "encryption_key");

  /** Stands for a secret that was there. */
  private static final String DROPPED = "***";

  private final Spelling spelling;
  private final Map<String, String> spelled;
  private final Map<String, String> texts;
  private final Map<String, List<String>> lists;
  private final Map<String, Set<String>> maps;
  private final @Nullable PasswordForm password;
  private final Set<String> hidden;
  private final @Nullable BillingMode billing;
  private final @Nullable String vswitchBlock;

  private RedisSpecification(Builder builder) {
    this.spelling = builder.spelling;
    this.spelled = Map.copyOf(builder.spelled);
    this.maps = Map.copyOf(builder.maps);
    this.billing = builder.billing;
    this.vswitchBlock = builder.vswitchBlock;
    String plain = builder.exactText("password");
    this.password = plain == null ? null : PasswordForm.of(plain);
    this.hidden = builder.hidden();
    Map<String, String> kept = new HashMap<>(builder.texts);
    Map<String, List<String>> keptLists = new HashMap<>(builder.lists);
    for (String secret : SECRETS) {
      kept.computeIfPresent(secret, (name, value) -> value.isBlank() ? " " : DROPPED);
      if (keptLists.remove(secret) != null) {
        kept.put(secret, DROPPED);
      }
    }
    this.texts = Map.copyOf(kept);
    this.lists = Map.copyOf(keptLists);
  }

  private RedisSpecification(RedisSpecification other, @Nullable String vswitchBlock) {
    this.spelling = other.spelling;
    this.spelled = other.spelled;
    this.maps = other.maps;
    this.billing = other.billing;
    this.password = other.password;
    this.hidden = other.hidden;
    this.texts = other.texts;
    this.lists = other.lists;
    this.vswitchBlock = vswitchBlock;
  }

  /**
   * A specification with the names of {@code alicloud_kvstore_instance}: {@code engine_version}.
   */
  public static Builder terraform() {
    return new Builder(Spelling.TERRAFORM);
  }

  /**
   * A specification with the names of a scenario file: {@code engineVersion}, and the scenario's
   * own {@code name}, {@code releaseProtection} and {@code securityGroups}. A scenario's {@code
   * port} is an attribute of its own, not Terraform's deprecated one, and is not judged.
   */
  public static Builder scenario() {
    return new Builder(Spelling.SCENARIO);
  }

  /**
   * The same, with the address block of the instance's vSwitch, such as {@code 10.4.0.0/24}; null
   * where nobody knows it.
   */
  public RedisSpecification withVswitchBlock(@Nullable String block) {
    return new RedisSpecification(this, block == null || block.isBlank() ? null : block);
  }

  /** The attribute's text, or null where it is not there; a list or a map is shown as one. */
  @Nullable String text(String attribute) {
    String text = exactText(attribute);
    return text == null || text.isBlank() ? null : text;
  }

  /** As {@link #text}, but what consists of blanks alone counts. */
  @Nullable String exactText(String attribute) {
    return exactText(attribute, texts, lists, maps);
  }

  private static @Nullable String exactText(
      String attribute,
      Map<String, String> texts,
      Map<String, List<String>> lists,
      Map<String, Set<String>> maps) {
    String text = texts.get(attribute);
    if (text != null) {
      return text;
    }
    if (lists.containsKey(attribute)) {
      return String.valueOf(lists.get(attribute));
    }
    return maps.containsKey(attribute) ? "{...}" : null;
  }

  /** The items of a list, or the parts of a text with commas in it. */
  List<String> texts(String attribute) {
    String text = texts.get(attribute);
    return text == null ? lists.getOrDefault(attribute, List.of()) : parts(text);
  }

  private static List<String> parts(String text) {
    return List.of(text.split("\\s*,\\s*", -1));
  }

  /** The keys of a map that have a value. */
  Set<String> keys(String attribute) {
    return maps.getOrDefault(attribute, Set.of());
  }

  /** Whether the attribute is there. */
  boolean has(String attribute) {
    return text(attribute) != null;
  }

  /** Whether the attribute is a plain value, one that a message can show. */
  boolean isPlain(String attribute) {
    return texts.containsKey(attribute);
  }

  /** What is known of the password, or null where there is none. */
  @Nullable PasswordForm password() {
    return password;
  }

  /** Whether it is paid for as it goes; so it is where nothing else is said (seed 004). */
  boolean isPostpaid() {
    if (billing != null) {
      return !billing.equals(BillingMode.SUBSCRIPTION);
    }
    String type = text("payment_type");
    type = type == null ? text("instance_charge_type") : type;
    return type == null || type.strip().toLowerCase(Locale.ROOT).equals("postpaid");
  }

  /** The address block of the instance's vSwitch, or null where nobody knows it. */
  @Nullable String vswitchBlock() {
    return vswitchBlock;
  }

  /** The attribute's name as this specification spells it. */
  String named(String attribute) {
    String written = spelled.get(attribute);
    return written == null ? spelling.write(attribute) : written;
  }

  /** Whether a value of this specification must not be shown: a secret stands in it. */
  boolean isHidden(String value) {
    return hidden.contains(value);
  }

  /** The names of what is there, and no value: any of them may have been meant to be secret. */
  @Override
  public String toString() {
    Set<String> names = new TreeSet<>();
    texts.keySet().forEach(attribute -> names.add(named(attribute)));
    lists.keySet().forEach(attribute -> names.add(named(attribute)));
    maps.keySet().forEach(attribute -> names.add(named(attribute)));
    return "RedisSpecification" + names;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RedisSpecification that
        && spelling == that.spelling
        && spelled.equals(that.spelled)
        && texts.equals(that.texts)
        && lists.equals(that.lists)
        && maps.equals(that.maps)
        && Objects.equals(password, that.password)
        && hidden.equals(that.hidden)
        && Objects.equals(billing, that.billing)
        && Objects.equals(vswitchBlock, that.vswitchBlock);
  }

  @Override
  public int hashCode() {
    return Objects.hash(spelling, texts, lists, maps, password, billing, vswitchBlock);
  }

  /** Builds a specification. Not thread-safe. A name set again has the later value. */
  public static final class Builder {
    private final Spelling spelling;
    private final Map<String, String> spelled = new HashMap<>();
    private final Map<String, String> texts = new HashMap<>();
    private final Map<String, List<String>> lists = new HashMap<>();
    private final Map<String, Set<String>> maps = new HashMap<>();
    private final Set<String> secrets = new HashSet<>(SECRETS);
    private @Nullable BillingMode billing;
    private @Nullable String vswitchBlock;

    private Builder(Spelling spelling) {
      this.spelling = spelling;
    }

    /**
     * A text, a number or a flag, as its plain text.
     *
     * @param value null or empty for what is not there
     */
    public Builder text(String name, @Nullable String value) {
      Objects.requireNonNull(name, "name");
      String attribute = begin(name, value == null || value.isEmpty());
      if (attribute != null && value != null) {
        texts.put(attribute, value);
      }
      return this;
    }

    /** Several texts, in order; none for what is not there. */
    public Builder texts(String name, List<String> values) {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(values, "values");
      String attribute = begin(name, values.isEmpty());
      if (attribute != null) {
        lists.put(attribute, List.copyOf(values));
      }
      return this;
    }

    /**
     * A map or a block, of which only the keys that have a value are taken: no rule asks for the
     * values, and any of them may be a secret.
     */
    public Builder keys(String name, Set<String> keys) {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(keys, "keys");
      String attribute = begin(name, keys.isEmpty());
      if (attribute != null) {
        maps.put(attribute, Set.copyOf(keys));
      }
      return this;
    }

    /**
     * One more attribute whose value no finding shows, beside {@code password}, {@code
     * kms_encrypted_password} and {@code encryption_key}.
     */
    public Builder secret(String name) {
      Objects.requireNonNull(name, "name");
      String attribute = spelling.read(name);
      if (attribute != null) {
        secrets.add(attribute);
      }
      return this;
    }

    /**
     * How the instance is paid for, where that is known from elsewhere; it goes before {@code
     * payment_type}.
     */
    public Builder billing(@Nullable BillingMode mode) {
      this.billing = mode;
      return this;
    }

    /**
     * The address block of the instance's vSwitch, such as {@code 10.4.0.0/24}; null if unknown.
     */
    public Builder vswitchBlock(@Nullable String block) {
      this.vswitchBlock = block == null || block.isBlank() ? null : block;
      return this;
    }

    /** The specification. */
    public RedisSpecification build() {
      return new RedisSpecification(this);
    }

    /**
     * The attribute that the name stands for, without its former value; null where it stands for
     * none, or is to have no value.
     */
    private @Nullable String begin(String name, boolean absent) {
      String attribute = spelling.read(name);
      if (attribute == null) {
        return null;
      }
      spelled.remove(attribute);
      texts.remove(attribute);
      lists.remove(attribute);
      maps.remove(attribute);
      if (absent) {
        return null;
      }
      if (!name.equals(spelling.write(attribute))) {
        spelled.put(attribute, name);
      }
      return attribute;
    }

    private @Nullable String exactText(String attribute) {
      return RedisSpecification.exactText(attribute, texts, lists, maps);
    }

    /** Every value, of what is no secret by its name, in which a secret stands. */
    private Set<String> hidden() {
      Set<String> values = new HashSet<>();
      Set<String> found = new HashSet<>();
      for (String secret : secrets) {
        String text = texts.get(secret);
        if (text != null) {
          values.add(text);
        }
        values.addAll(lists.getOrDefault(secret, List.of()));
      }
      values.remove("");
      if (values.isEmpty()) {
        return Set.of();
      }
      Set<String> shown = new HashSet<>();
      texts.forEach(
          (attribute, text) -> {
            if (!SECRETS.contains(attribute)) {
              shown.add(text);
              shown.addAll(parts(text));
            }
          });
      lists.forEach(
          (attribute, items) -> {
            if (!SECRETS.contains(attribute)) {
              shown.addAll(items);
              shown.add(String.valueOf(items));
            }
          });
      if (vswitchBlock != null) {
        shown.add(vswitchBlock);
      }
      for (String text : shown) {
        if (values.stream().anyMatch(text::contains)) {
          found.add(text);
        }
      }
      return Set.copyOf(found);
    }

    /** As that of the specification. */
    @Override
    public String toString() {
      return build().toString();
    }
  }
}
