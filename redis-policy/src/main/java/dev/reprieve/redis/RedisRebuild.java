package dev.reprieve.redis;

import dev.reprieve.model.Cause;
import dev.reprieve.model.Decision;
import dev.reprieve.model.Event;
import dev.reprieve.model.Instance;
import dev.reprieve.model.InstanceKey;
import dev.reprieve.model.Operation;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a rebuild brings back and what it does not (RED-07). Immutable.
 *
 * <p><strong>The account password is not here and nowhere else in the library.</strong> The effect
 * {@code CREATE_INSTANCE} has {@code carryOver=accountPassword} among its details: the host sets
 * the source's password on the new instance, unless its user gave another.
 *
 * @param newInstance the key of the instance that was created
 * @param configuration the new instance as it is recorded
 * @param comesBack what it has from its source
 * @param setAnew what an explicit new value overrode
 * @param securityGroupsToConfigure the source's security groups, which nothing brings back:
 *     somebody must configure them again
 */
public record RedisRebuild(
    InstanceKey newInstance,
    RedisInstance configuration,
    Set<RedisSetting> comesBack,
    Set<RedisSetting> setAnew,
    List<String> securityGroupsToConfigure) {
  /** Copies the collections. */
  public RedisRebuild {
    Objects.requireNonNull(newInstance, "newInstance");
    Objects.requireNonNull(configuration, "configuration");
    Objects.requireNonNull(comesBack, "comesBack");
    Objects.requireNonNull(setAnew, "setAnew");
    Objects.requireNonNull(securityGroupsToConfigure, "securityGroupsToConfigure");
    comesBack = copy(comesBack);
    setAnew = copy(setAnew);
    securityGroupsToConfigure = List.copyOf(securityGroupsToConfigure);
  }

  /**
   * The event that asks for a rebuild. A blank name in {@code overrides} is a name left empty: the
   * source's comes back.
   *
   * @param until the end of the new instance's term; null for pay-as-you-go
   * @param overrides what the new instance is to have otherwise than its source, or null
   */
  public static Event event(
      Instant at, String newId, @Nullable Instant until, @Nullable RedisInstance overrides) {
    Objects.requireNonNull(at, "at");
    Objects.requireNonNull(newId, "newId");
    Event.Builder event = Event.builder(Operation.REBUILD, at).newId(newId).until(until);
    if (overrides != null) {
      String name = overrides.name();
      event.overrides(
          name != null && name.isBlank()
              ? overrides.attributes().without(RedisAttributes.NAME.name())
              : overrides.attributes());
    }
    return event.build();
  }

  /**
   * Reads what a rebuild came to.
   *
   * @param decision the source's step
   * @throws IllegalArgumentException if it is not the source's step of a rebuild
   */
  public static RedisRebuild of(Decision decision) {
    Objects.requireNonNull(decision, "decision");
    Instance source = decision.before();
    Decision created = decision.created();
    if (source == null
        || created == null
        || !decision.cause().equals(Cause.of(Operation.REBUILD))) {
      throw new IllegalArgumentException(
          decision.transition() + " is not the source's step of a rebuild");
    }
    Map<String, String> before = source.attributes().asTexts();
    Map<String, String> after = created.after().attributes().asTexts();
    Set<RedisSetting> back = EnumSet.noneOf(RedisSetting.class);
    Set<RedisSetting> anew = EnumSet.noneOf(RedisSetting.class);
    for (RedisSetting setting : RedisSetting.values()) {
      String text = after.get(setting.attribute());
      if (text != null) {
        boolean same = Objects.equals(text, before.get(setting.attribute()));
        (same ? back : anew).add(setting);
      }
    }
    String groups = decision.notCarried().get(RedisAttributes.SECURITY_GROUPS.name());
    return new RedisRebuild(
        created.after().key(),
        RedisInstance.of(created.after()),
        back,
        anew,
        groups == null ? List.of() : RedisAttributes.SECURITY_GROUPS.parse(groups));
  }

  private static Set<RedisSetting> copy(Set<RedisSetting> settings) {
    EnumSet<RedisSetting> copy = EnumSet.noneOf(RedisSetting.class);
    copy.addAll(settings);
    return Collections.unmodifiableSet(copy);
  }
}
