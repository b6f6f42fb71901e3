package dev.reprieve.redis.specification;

import dev.reprieve.model.BillingMode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wrote down of a Redis instance, by attribute name: the input of {@link
 * SpecificationCheck}. Immutable and thread-safe.
 *
 * <p>It holds secrets for as long as it lives, since the form of a password is judged: do not keep
 * it. {@link #toString()} tells the names of what is there and no value at all.
 *
 * <p>What is null, empty or blank is not there.
 */
public final class RedisSpecification {
  private static final Set<String> SECRETS =
      Set.of("password", "kms_encrypted_password", "encryption_key");

  private final Spelling spelling;
  private final Map<String, String> spelled;
  private final Map<String, String> texts;
  private final Map<String, List<String>> lists;
  private final Map<String, Set<String>> maps;
  private final Set<String> secrets;
  private final @Nullable BillingMode billing;
  private final @Nullable String vswitchBlock;

  private RedisSpecification(Builder builder) {
    this.spelling = builder.spelling;
    this.spelled = Map.copyOf(builder.spelled);
    this.texts = Map.copyOf(builder.texts);
    this.lists = Map.copyOf(builder.lists);
    this.maps = Map.copyOf(builder.maps);
    this.secrets = Set.copyOf(builder.secrets);
    this.billing = builder.billing;
    this.vswitchBlock = builder.vswitchBlock;
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
   * The same without its secrets: what may be kept, to compare a later specification with ({@link
   * SpecificationCheck#findings(RedisSpecification, RedisSpecification)}).
   */
  public RedisSpecification withoutSecrets() {
    Builder rest = new Builder(spelling);
    rest.spelled.putAll(spelled);
    rest.texts.putAll(texts);
    rest.lists.putAll(lists);
    rest.maps.putAll(maps);
    rest.secrets.addAll(secrets);
    secrets.forEach(rest::forgetAttribute);
    return rest.billing(billing).vswitchBlock(vswitchBlock).build();
  }

  /** The attribute's text, or null where it is not there; a list or a map is shown as one. */
  @Nullable String text(String attribute) {
    String text = exactText(attribute);
    return text == null || text.isBlank() ? null : text;
  }

  /** As {@link #text}, but what consists of blanks alone counts. */
  @Nullable String exactText(String attribute) {
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
    if (text != null) {
      return List.of(text.split("\\s*,\\s*", -1));
    }
    return lists.getOrDefault(attribute, List.of());
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

  /** Whether a text is, or gives away, one of the secrets. */
  boolean betrays(String text) {
    for (String secret : secrets) {
      String value = texts.get(secret);
      if (value != null && text.contains(value)) {
        return true;
      }
      if (lists.getOrDefault(secret, List.of()).stream()
          .anyMatch(item -> !item.isEmpty() && text.contains(item))) {
        return true;
      }
    }
    return false;
  }

  /** The names of what is there; no value, since any of them may be a secret. */
  @Override
  public String toString() {
    Set<String> names = new TreeSet<>(spelled.values());
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
        && secrets.equals(that.secrets)
        && Objects.equals(billing, that.billing)
        && Objects.equals(vswitchBlock, that.vswitchBlock);
  }

  @Override
  public int hashCode() {
    return Objects.hash(spelling, texts, lists, maps, billing, vswitchBlock);
  }

  /** Builds a specification. Not thread-safe. A name set again has the later value. */
  public static final class Builder {
    private final Spelling spelling;
    private final Map<String, String> spelled = new TreeMap<>();
    private final Map<String, String> texts = new LinkedHashMap<>();
    private final Map<String, List<String>> lists = new LinkedHashMap<>();
    private final Map<String, Set<String>> maps = new LinkedHashMap<>();
    private final Set<String> secrets = new TreeSet<>(SECRETS);
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
      String attribute = forget(name);
      if (attribute != null && value != null && !value.isEmpty()) {
        spelled.put(attribute, name);
        texts.put(attribute, value);
      }
      return this;
    }

    /** Several texts, in order; none for what is not there. */
    public Builder texts(String name, List<String> values) {
      String attribute = forget(name);
      if (attribute != null && !values.isEmpty()) {
        spelled.put(attribute, name);
        lists.put(attribute, List.copyOf(values));
      }
      return this;
    }

    /**
     * A map or a block, of which only the keys that have a value are taken: no rule asks for the
     * values, and any of them may be a secret.
     */
    public Builder keys(String name, Set<String> keys) {
      String attribute = forget(name);
      if (attribute != null && !keys.isEmpty()) {
        spelled.put(attribute, name);
        maps.put(attribute, Set.copyOf(keys));
      }
      return this;
    }

    /**
     * One more attribute whose value no finding shows, beside {@code password}, {@code
     * kms_encrypted_password} and {@code encryption_key}.
     */
    public Builder secret(String name) {
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

    /** The attribute that the name stands for, without its value; null where it stands for none. */
    private @Nullable String forget(String name) {
      String attribute = spelling.read(name);
      if (attribute != null) {
        forgetAttribute(attribute);
      }
      return attribute;
    }

    private void forgetAttribute(String attribute) {
      spelled.remove(attribute);
      texts.remove(attribute);
      lists.remove(attribute);
      maps.remove(attribute);
    }

    /** As that of the specification. */
    @Override
    public String toString() {
      return build().toString();
    }
  }
}
