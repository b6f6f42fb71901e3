package dev.reprieve.recyclebin;

import dev.reprieve.internal.Ordered;
import dev.reprieve.model.Deadline;
import dev.reprieve.model.Instance;
import dev.reprieve.model.InstanceKey;
import dev.reprieve.model.InstanceState;
import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a user looks for in the bin. Immutable; every filter that is set must hold. Pages are in the
 * order of the instances' keys and begin after a key, so that a page stays what it is while others
 * come and go.
 *
 * @param tenant only this tenant's, or null
 * @param region only this region's, or null
 * @param owner only this owner's, or null
 * @param products only of these products; empty for any
 * @param states only in these recorded states; empty for what the bin shows: locked, retained,
 *     purging
 * @param tags only with these tags, each the attribute {@code tag.NAME}
 * @param deadlineFrom only with a deadline at or after this instant, or null
 * @param deadlineBefore only with a deadline before this instant, or null
 * @param text only with this text in id or name, in any case of letters, or null
 * @param after only after this key: the last one of the page before, or null
 * @param limit how many at the most, 1 to 1,000
 */
public record BinQuery(
    @Nullable String tenant,
    @Nullable String region,
    @Nullable String owner,
    Set<String> products,
    Set<InstanceState> states,
    Map<String, String> tags,
    @Nullable Instant deadlineFrom,
    @Nullable Instant deadlineBefore,
    @Nullable String text,
    @Nullable InstanceKey after,
    int limit) {
  /** The attribute that holds a tag is this and the tag's name. */
  public static final String TAG_PREFIX = "tag.";

  /** The attribute that holds an instance's name. */
  public static final String NAME = "name";

  private static final int MOST = 1_000;
  private static final int USUAL = 100;

  /**
   * Copies the collections.
   *
   * @throws IllegalArgumentException if the limit is not 1 to 1,000
   */
  public BinQuery {
    Objects.requireNonNull(products, "products");
    Objects.requireNonNull(states, "states");
    Objects.requireNonNull(tags, "tags");
    if (limit < 1 || limit > MOST) {
      throw new IllegalArgumentException("limit " + limit + ": expected 1 to " + MOST);
    }
    products = Ordered.copyOf(products);
    states = Ordered.copyOf(states);
    tags = Ordered.copyOf(tags);
  }

  /** Everything in the bin, a hundred at a time. */
  public static BinQuery everything() {
    return builder().build();
  }

  /** A query without filters. */
  public static Builder builder() {
    return new Builder();
  }

  /** The same query, for what comes after a key. */
  public BinQuery after(InstanceKey key) {
    Objects.requireNonNull(key, "key");
    return new BinQuery(
        tenant,
        region,
        owner,
        products,
        states,
        tags,
        deadlineFrom,
        deadlineBefore,
        text,
        key,
        limit);
  }

  /**
   * The same query, for pages of another length.
   *
   * @throws IllegalArgumentException if the limit is not 1 to 1,000
   */
  public BinQuery withLimit(int atMost) {
    return new BinQuery(
        tenant,
        region,
        owner,
        products,
        states,
        tags,
        deadlineFrom,
        deadlineBefore,
        text,
        after,
        atMost);
  }

  /** Whether an instance is meant, wherever the page begins. */
  public boolean matches(Instance instance) {
    Objects.requireNonNull(instance, "instance");
    InstanceKey key = instance.key();
    return (tenant == null || tenant.equals(key.tenant()))
        && (region == null || region.equals(key.region()))
        && (owner == null || owner.equals(instance.owner()))
        && (products.isEmpty() || products.contains(key.product()))
        && (states.isEmpty() ? instance.state().isInBin() : states.contains(instance.state()))
        && hasTags(instance)
        && deadlineFits(instance)
        && (text == null || contains(key.id()) || contains(instance.attributes().text(NAME)));
  }

  private boolean hasTags(Instance instance) {
    return tags.entrySet().stream()
        .allMatch(
            tag -> tag.getValue().equals(instance.attributes().text(TAG_PREFIX + tag.getKey())));
  }

  private boolean deadlineFits(Instance instance) {
    if (deadlineFrom == null && deadlineBefore == null) {
      return true;
    }
    Deadline deadline = instance.deadline();
    return deadline != null
        && (deadlineFrom == null || !deadline.at().isBefore(deadlineFrom))
        && (deadlineBefore == null || deadline.at().isBefore(deadlineBefore));
  }

  private boolean contains(@Nullable String where) {
    return where != null
        && text != null
        && where.toLowerCase(Locale.ROOT).contains(text.toLowerCase(Locale.ROOT));
  }

  /** Collects filters. Not thread-safe. */
  public static final class Builder {
    private @Nullable String tenant;
    private @Nullable String region;
    private @Nullable String owner;
    private final Set<String> products = new TreeSet<>();
    private final Set<InstanceState> states = EnumSet.noneOf(InstanceState.class);
    private final Map<String, String> tags = new LinkedHashMap<>();
    private @Nullable Instant deadlineFrom;
    private @Nullable Instant deadlineBefore;
    private @Nullable String text;
    private @Nullable InstanceKey after;
    private int limit = USUAL;

    private Builder() {}

    /** Only this tenant's. */
    public Builder tenant(String tenant) {
      this.tenant = Objects.requireNonNull(tenant, "tenant");
      return this;
    }

    /** Only this region's. */
    public Builder region(String region) {
      this.region = Objects.requireNonNull(region, "region");
      return this;
    }

    /** Only this owner's. */
    public Builder owner(String owner) {
      this.owner = Objects.requireNonNull(owner, "owner");
      return this;
    }

    /** Only of this product, or of others that are named as well. */
    public Builder product(String product) {
      Objects.requireNonNull(product, "product");
      products.add(product);
      return this;
    }

    /** Only in this state, or in others that are named as well; also in those not in the bin. */
    public Builder state(InstanceState state) {
      Objects.requireNonNull(state, "state");
      states.add(state);
      return this;
    }

    /** Only with this tag. */
    public Builder tag(String name, String value) {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(value, "value");
      tags.put(name, value);
      return this;
    }

    /** Only with a deadline at or after this instant. */
    public Builder deadlineFrom(Instant from) {
      Objects.requireNonNull(from, "from");
      this.deadlineFrom = from;
      return this;
    }

    /** Only with a deadline before this instant. */
    public Builder deadlineBefore(Instant before) {
      Objects.requireNonNull(before, "before");
      this.deadlineBefore = before;
      return this;
    }

    /** Only with this text in id or name. */
    public Builder text(String text) {
      this.text = Objects.requireNonNull(text, "text");
      return this;
    }

    /** Only after this key. */
    public Builder after(InstanceKey after) {
      this.after = Objects.requireNonNull(after, "after");
      return this;
    }

    /** How many at the most. */
    public Builder limit(int limit) {
      this.limit = limit;
      return this;
    }

    /**
     * The query.
     *
     * @throws IllegalArgumentException if the limit is not 1 to 1,000
     */
    public BinQuery build() {
      return new BinQuery(
          tenant,
          region,
          owner,
          products,
          states,
          tags,
          deadlineFrom,
          deadlineBefore,
          text,
          after,
          limit);
    }
  }
}
