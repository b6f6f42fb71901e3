package dev.reprieve.redis.specification;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Checks the specification of a Redis instance against every rule at once (RED-11, RED-12). It is
 * for {@code alicloud_kvstore_instance} and for scenario files, not for {@code
 * alicloud_redis_tair_instance}, whose rules differ. Stateless and thread-safe; no address is
 * looked up anywhere.
 */
public final class SpecificationCheck {
  private SpecificationCheck() {}

  /**
   * As {@link #findings(RedisSpecification, RedisSpecification)}, of an instance without a past.
   */
  public static List<Finding> findings(RedisSpecification given) {
    Objects.requireNonNull(given, "given");
    return findings(given, null);
  }

  /**
   * Everything that is wrong, in the order of the rules; empty where nothing is. The same input has
   * the same answer.
   *
   * @param given what is written down now
   * @param before what the same instance was, or null where nobody knows
   */
  public static List<Finding> findings(
      RedisSpecification given, @Nullable RedisSpecification before) {
    Objects.requireNonNull(given, "given");
    List<Finding> findings = new ArrayList<>();
    for (RuleTable.Row row : RuleTable.ROWS) {
      row.rule().check(given, before, new Report(given, row.id(), findings));
    }
    return List.copyOf(findings);
  }
}
