package dev.reprieve.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.reprieve.effect.BackupFacts;
import dev.reprieve.effect.EffectHandler;
import dev.reprieve.effect.EffectRequest;
import dev.reprieve.effect.EffectResult;
import dev.reprieve.model.Attributes;
import dev.reprieve.model.BillingMode;
import dev.reprieve.model.Effect;
import dev.reprieve.model.EffectKey;
import dev.reprieve.model.EffectType;
import dev.reprieve.model.Instance;
import dev.reprieve.model.InstanceKey;
import dev.reprieve.model.InstanceState;
import dev.reprieve.model.PolicyRef;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What every effect handler promises: a host's author extends this class, says how a handler over a
 * fresh outside is made, and shows what stands outside as a value that can be compared.
 *
 * <p>An effect is delivered at least once (ALL-09), so a handler is judged by what it does when a
 * delivery comes again, comes late, or comes after the instance has moved on (SAF-14).
 */
public abstract class EffectHandlerContract {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final long VERSION = 7;

  /** The identity of {@code a} where it has one. */
  protected static final String INCARNATION = "a-1";

  /** No work of a test's outside needs to be asked more often. */
  private static final int MOST_LOOKS = 1_000;

  private EffectHandler handler;

  /** For subclasses. */
  protected EffectHandlerContract() {}

  /** A handler over an outside in which the instances {@code a} and {@code b} are, untouched. */
  protected abstract EffectHandler freshHandler();

  /** The effects that the handler does. */
  protected abstract List<EffectType> types();

  /**
   * What stands outside now, as a value: whatever must not be done twice or too late shows in it. A
   * log of calls that changed nothing does not belong into it.
   */
  protected abstract Object outside();

  /** The same of one of the two instances alone, {@code a} or {@code b}. */
  protected abstract Object outsideOf(String id);

  /**
   * Lets work that the handler has begun outside come to its end, as it does by itself: a job of
   * the provider's, for instance. Nothing, where everything is done within the calls.
   */
  protected void workGoesOn() {}

  /** What the handler needs beyond the instance, for an effect; nothing. */
  protected Map<String, String> details(EffectType type) {
    return Map.of();
  }

  /** How long one call may take; ten seconds. */
  protected Duration longest() {
    return Duration.ofSeconds(10);
  }

  @BeforeEach
  void begin() {
    handler = freshHandler();
  }

  private static Instance instance(String id, long version) {
    return Instance.builder()
        .key(new InstanceKey("tenant", "region", "product", id))
        .owner("owner")
        .policy(new PolicyRef("product", 1, "digest"))
        .profile("PROFILE")
        .billing(BillingMode.PAY_AS_YOU_GO)
        .attributes(Attributes.empty())
        .state(InstanceState.RETAINED, NOW)
        .recordedAt(NOW)
        .version(version)
        .build();
  }

  private EffectRequest request(String id, EffectType type, long version, int attempt) {
    Instance instance = instance(id, version);
    Effect effect =
        new Effect(new EffectKey(instance.key(), version, 0), type, "X-01", NOW, details(type));
    return new EffectRequest(effect, instance, attempt, null, Map.of(), fence(version, attempt));
  }

  /** Greater for every later call, as an engine's are. */
  private static long fence(long version, int attempt) {
    return version * 2 * MOST_LOOKS + attempt;
  }

  private EffectResult handed(EffectRequest request) {
    EffectResult result =
        assertTimeoutPreemptively(
            longest(), () -> handler.handle(request), () -> "no answer to " + request.effect());
    assertThat(result).as("the answer to %s", request.effect()).isNotNull();
    return Objects.requireNonNull(result);
  }

  /** Asks until it is no longer under way, with the token that was given. */
  private EffectResult ended(EffectRequest request) {
    EffectResult result = handed(request);
    for (int look = 1; result instanceof EffectResult.Working working; look++) {
      assertThat(look)
          .as("%s is under way for ever", request.effect().type())
          .isLessThan(MOST_LOOKS);
      assertThat(working.token()).as("the token to ask again with").isNotBlank();
      result =
          handed(
              new EffectRequest(
                  request.effect(),
                  request.instance(),
                  request.attempt() + look,
                  working.token(),
                  request.earlierFacts(),
                  request.fence() + look));
    }
    return result;
  }

  private EffectResult.Done done(EffectRequest request) {
    EffectResult result = ended(request);
    assertThat(result)
        .as("the answer to %s on an outside that works", request.effect())
        .isInstanceOf(EffectResult.Done.class);
    return (EffectResult.Done) result;
  }

  /** It answers, and on an outside that works it comes to an end. */
  @Test
  @Tag("ALL-09")
  void everyEffectIsDone() {
    assertThat(types()).isNotEmpty();
    for (EffectType type : types()) {
      begin();
      done(request("a", type, VERSION, 1));
    }
  }

  /** The same key again finds it done: nothing more happens outside. */
  @Test
  @Tag("ALL-09")
  void theSameKeyAgainDoesNothingMore() {
    for (EffectType type : types()) {
      begin();
      EffectResult.Done first = done(request("a", type, VERSION, 1));
      Object outside = outside();
      EffectResult.Done again = done(request("a", type, VERSION, 2));
      assertThat(outside()).as("%s came again", type).isEqualTo(outside);
      assertThat(again.facts()).as("%s came again", type).isEqualTo(first.facts());
    }
  }

  /** What is done to one instance touches no other, under the same version and place. */
  @Test
  @Tag("ALL-09")
  void anotherInstanceHasItsOwnEffect() {
    for (EffectType type : types()) {
      begin();
      Object untouched = outside();
      Object other = outsideOf("b");
      done(request("a", type, VERSION, 1));
      Object one = outside();
      assertThat(outsideOf("b")).as("what %s of a did to b", type).isEqualTo(other);
      done(request("b", type, VERSION, 1));
      if (!one.equals(untouched)) {
        assertThat(outside()).as("%s of another instance", type).isNotEqualTo(one);
      }
    }
  }

  /** What was decided on an older version than the handler has seen is refused. */
  @Test
  @Tag("SAF-14")
  void aStaleFenceIsRefused() {
    for (EffectType type : types()) {
      if (type.destructive()) {
        begin();
        done(request("a", harmless(type), VERSION + 2, 1));
        Object outside = outside();
        EffectResult late = ended(request("a", type, VERSION, 1));
        assertThat(late)
            .as("%s of version %d after version %d", type, VERSION, VERSION + 2)
            .isNotInstanceOf(EffectResult.Done.class);
        assertThat(outside()).as("%s came too late", type).isEqualTo(outside);
      }
    }
  }

  /** Something newer to show the handler: another effect than the one that comes late. */
  private EffectType harmless(EffectType late) {
    return types().stream()
        .filter(type -> !type.destructive())
        .findFirst()
        .orElseGet(
            () -> types().stream().filter(type -> !type.equals(late)).findFirst().orElse(late));
  }

  /** A repetition that comes after the instance has moved on does no harm either. */
  @Test
  @Tag("SAF-14")
  void aLateRepetitionDoesNoHarm() {
    for (EffectType earlier : types()) {
      for (EffectType later : types()) {
        if (!earlier.equals(later)) {
          begin();
          done(request("a", earlier, VERSION, 1));
          done(request("a", later, VERSION + 1, 1));
          Object outside = outside();
          ended(request("a", earlier, VERSION, 2));
          assertThat(outside()).as("%s again, after %s", earlier, later).isEqualTo(outside);
        }
      }
    }
  }

  /**
   * What it is still working at when something newer of the same instance comes does not come after
   * it: whoever has paid would stay locked out, and what was brought back would be gone.
   */
  @Test
  @Tag("SAF-14")
  void whatIsUnderWayDoesNotComeAfterSomethingNewer() {
    for (EffectType earlier : types()) {
      for (EffectType later : types()) {
        begin();
        if (!earlier.equals(later)
            && handed(request("a", earlier, VERSION, 1)) instanceof EffectResult.Working) {
          done(request("a", later, VERSION + 1, 1));
          Object outside = outside();
          workGoesOn();
          assertThat(outside())
              .as("%s was under way and ended after %s", earlier, later)
              .isEqualTo(outside);
        }
      }
    }
  }

  /** Of an instance that was registered with an identity, the backup names it. */
  @Test
  @Tag("SAF-06")
  @Tag("SAF-14")
  void aBackupNamesTheIncarnationThatItHolds() {
    for (EffectType type : types()) {
      if (BackupFacts.neededBy(type)) {
        begin();
        EffectRequest plain = request("a", type, VERSION, 1);
        Instance identified = plain.instance().toBuilder().identity(INCARNATION).build();
        EffectRequest request =
            new EffectRequest(
                plain.effect(), identified, 1, null, plain.earlierFacts(), plain.fence());
        assertThat(BackupFacts.missing(identified, done(request).facts()))
            .as("what the facts of %s lack", type)
            .isNull();
      }
    }
  }

  /** A backup that was taken or verified is named, or nobody could ever find it. */
  @Test
  @Tag("SAF-06")
  void aBackupIsNamed() {
    for (EffectType type : types()) {
      if (BackupFacts.neededBy(type)) {
        begin();
        Map<String, String> facts = done(request("a", type, VERSION, 1)).facts();
        assertThat(BackupFacts.missing(instance("a", VERSION), facts))
            .as("what the facts of %s lack", type)
            .isNull();
        Map<String, String> others = done(request("b", type, VERSION, 1)).facts();
        assertThat(others.get(BackupFacts.ID))
            .as("the backup of another instance")
            .isNotEqualTo(facts.get(BackupFacts.ID));
      }
    }
  }
}
