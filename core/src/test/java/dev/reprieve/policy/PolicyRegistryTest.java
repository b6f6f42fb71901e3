package dev.reprieve.policy;

import static dev.reprieve.fixture.Times.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reprieve.Reprieve;
import dev.reprieve.effect.EffectResult;
import dev.reprieve.fixture.Policies;
import dev.reprieve.fixture.Snapshots;
import dev.reprieve.guard.Safeguards;
import dev.reprieve.model.BillingMode;
import dev.reprieve.model.Instance;
import dev.reprieve.model.InstanceState;
import dev.reprieve.model.Operation;
import dev.reprieve.model.PolicyRef;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which policies an engine knows, and which of them rules an instance. */
class PolicyRegistryTest {
  @TempDir private Path folder;

  /** A provider that works. */
  public static final class Good implements RetentionPolicyProvider {
    @Override
    public List<RetentionPolicy> policies() {
      return List.of(Policies.shelf(), Policies.daily());
    }
  }

  /** A provider whose construction fails. */
  public static final class Broken implements RetentionPolicyProvider {
    public Broken() {
      throw new IllegalStateException("broken on purpose");
    }

    @Override
    public List<RetentionPolicy> policies() {
      return List.of();
    }
  }

  /** A provider whose table is refused. */
  public static final class Refused implements RetentionPolicyProvider {
    @Override
    public List<RetentionPolicy> policies() {
      return List.of(RetentionPolicy.builder("refused", 1).build());
    }
  }

  /** A provider that was built for another version of what it calls. */
  public static final class Unlinked implements RetentionPolicyProvider {
    @Override
    public List<RetentionPolicy> policies() {
      throw new NoSuchMethodError("gone on purpose");
    }
  }

  /** A provider that answers with a hole in its list. */
  public static final class Holed implements RetentionPolicyProvider {
    @Override
    public List<RetentionPolicy> policies() {
      return Arrays.asList(Policies.box(), null);
    }
  }

  /** A provider that says of one of {@link Good}'s policies the same. */
  public static final class Echoing implements RetentionPolicyProvider {
    @Override
    public List<RetentionPolicy> policies() {
      return List.of(Policies.shelf());
    }
  }

  /** A provider that says of one of {@link Good}'s policies what it does not say. */
  public static final class Usurping implements RetentionPolicyProvider {
    @Override
    public List<RetentionPolicy> policies() {
      return List.of(Policies.shelf(1, 1, 2), Policies.shelf(7, 15, 22));
    }
  }

  private ClassLoader listing(String... providers) throws IOException {
    Path services = Files.createDirectories(folder.resolve("META-INF/services"));
    Files.writeString(
        services.resolve(RetentionPolicyProvider.class.getName()), String.join("\n", providers));
    return new URLClassLoader(
        new URL[] {folder.toUri().toURL()}, PolicyRegistryTest.class.getClassLoader());
  }

  @Test
  void aProviderThatIsBrokenIsSkippedAndHidesNoOther() throws IOException {
    ClassLoader loader =
        listing(
            Broken.class.getName(),
            "dev.reprieve.NoSuchProvider",
            Refused.class.getName(),
            Unlinked.class.getName(),
            Holed.class.getName(),
            Good.class.getName());
    assertThat(PolicyRegistry.discover(loader).latest())
        .extracting(RetentionPolicy::id)
        .containsExactly("daily", "shelf");
  }

  @Test
  void aVersionThatProvidersDisputeIsTakenFromNoneOfThemInWhateverOrder() throws IOException {
    String good = Good.class.getName();
    String usurping = Usurping.class.getName();
    for (List<String> order : List.of(List.of(good, usurping), List.of(usurping, good))) {
      assertThat(PolicyRegistry.discover(listing(order.toArray(String[]::new))).all())
          .extracting(RetentionPolicy::toString)
          .containsExactly("daily version 1", "shelf version 7");
    }
  }

  @Test
  void whatProvidersAgreeOnIsTakenOnce() throws IOException {
    assertThat(
            PolicyRegistry.discover(listing(Good.class.getName(), Echoing.class.getName())).all())
        .extracting(RetentionPolicy::toString)
        .containsExactly("daily version 1", "shelf version 1");
  }

  @Test
  void aListWithNothingButBrokenOnesComesToAnEnd() throws IOException {
    ClassLoader loader = listing(Broken.class.getName(), "not a class name");
    assertThat(PolicyRegistry.discover(loader).latest()).isEmpty();
  }

  @Test
  void withoutPoliciesAnEngineTakesWhatIsFound() {
    Reprieve engine =
        Reprieve.builder(request -> EffectResult.done()).safeguards(Safeguards.none()).build();
    assertThat(engine.policies().latest()).hasSameSizeAs(PolicyRegistry.discover().latest());
    assertThat(engine.repository().now()).isNotNull();
  }

  private static Instance in(InstanceState state, PolicyRef pinned) {
    return Snapshots.running(Policies.shelf(), BillingMode.PAY_AS_YOU_GO, START)
        .policy(pinned)
        .state(state, START)
        .build();
  }

  @Test
  @Tag("ALL-08")
  void theLatestRulesWhatLivesAndThePinnedOneWhatLiesInTheBin() {
    RetentionPolicy first = Policies.shelf(1, 15, 22);
    RetentionPolicy second = Policies.shelf(2, 5, 6);
    PolicyRegistry registry = PolicyRegistry.of(List.of(second, first));
    assertThat(registry.latest("shelf")).isSameAs(second);
    assertThat(registry.latest("sofa")).isNull();
    for (InstanceState state : List.of(InstanceState.RUNNING, InstanceState.STOPPED)) {
      assertThat(registry.ruling(in(state, first.ref()))).isSameAs(second);
    }
    for (InstanceState state :
        List.of(InstanceState.LOCKED, InstanceState.RETAINED, InstanceState.PURGING)) {
      assertThat(registry.ruling(in(state, first.ref()))).isSameAs(first);
      assertThat(registry.ruling(in(state, second.ref()))).isSameAs(second);
      assertThat(registry.ruling(in(state, new PolicyRef("shelf", 3, "x")))).isNull();
      assertThat(registry.ruling(in(state, new PolicyRef("shelf", 1, "x")))).isNull();
      assertThat(registry.ruling(in(state, new PolicyRef("sofa", 1, "x")))).isNull();
    }
  }

  @Test
  @Tag("ALL-08")
  void anotherContentNeedsAnotherVersion() {
    assertThat(PolicyRegistry.of(List.of(Policies.shelf(), Policies.shelf())).latest()).hasSize(1);
    assertThatThrownBy(
            () -> PolicyRegistry.of(List.of(Policies.shelf(1, 15, 22), Policies.shelf(1, 15, 23))))
        .hasMessageContaining("ALL-08");
  }

  @Test
  @Tag("ALL-08")
  void theDigestIsThatOfEverythingThatThePolicySays() {
    assertThat(Policies.shelf().digest()).isEqualTo(Policies.shelf().digest()).hasSize(64);
    assertThat(
            List.of(
                Policies.shelf(1, 15, 22).digest(),
                Policies.shelf(2, 15, 22).digest(),
                Policies.shelf(1, 14, 22).digest(),
                Policies.shelf(1, 15, 21).digest(),
                Policies.runner().digest(),
                Policies.patient().digest(),
                Policies.box().digest(),
                Policies.daily().digest()))
        .doesNotHaveDuplicates();
  }

  @Test
  void aPolicyTellsWhatItKnows() {
    RetentionPolicy daily = Policies.daily();
    assertThat(daily.operations()).contains(Operation.RESTORE, Operation.START, Operation.RELEASE);
    assertThat(daily.operations()).doesNotContain(Operation.REBUILD, Operation.CHANGE_BILLING_MODE);
    assertThat(Policies.shelf().operations()).contains(Operation.CHANGE_BILLING_MODE);
    assertThat(Policies.box().operations()).contains(Policies.CHANGE_KEEPING);
    assertThat(daily.needsCreation(BillingMode.PAY_BY_DAILY_CONFIG)).isTrue();
    assertThat(daily.needsCreation(BillingMode.SPOT)).isFalse();
    assertThat(daily.loses(Operation.RESTORE)).isTrue();
    assertThat(daily.loses(Operation.REBUILD)).isFalse();
    assertThat(daily.defaultProfile().name()).isEqualTo("DAILY");
    assertThat(daily).hasToString("daily version 1");
  }
}
