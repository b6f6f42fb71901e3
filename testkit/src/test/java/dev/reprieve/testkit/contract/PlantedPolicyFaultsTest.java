package dev.reprieve.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprieve.model.BillingMode;
import dev.reprieve.model.Condition;
import dev.reprieve.model.InstanceState;
import dev.reprieve.model.Operation;
import dev.reprieve.model.RefusalCode;
import dev.reprieve.policy.PolicyCodec;
import dev.reprieve.policy.RetentionPolicy;
import dev.reprieve.policy.RetentionPolicyProvider;
import dev.reprieve.policy.RetentionTable;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Faults in tables, conditions and providers, each caught by the test that is named for it. */
class PlantedPolicyFaultsTest {
  private static final String SOUND = PolicyCodec.write(ShelfPolicy.create());

  /** The contract with a faulty provider in the sound one's place. */
  static final class Planted extends ShelfContract {
    private static RetentionPolicyProvider planted = new ShelfPolicyProvider();

    @Override
    protected RetentionPolicyProvider provider() {
      return planted;
    }

    @Override
    protected int histories() {
      return 100;
    }
  }

  /** The contract of an author who keeps the digest of what was released. */
  static final class Released extends ShelfContract {
    @Override
    protected RetentionPolicyProvider provider() {
      return () -> List.of(planted("stage\\|PT216H", "stage|PT240H"));
    }

    @Override
    protected Map<Integer, String> digests() {
      return Map.of(1, ShelfPolicy.create().digest());
    }

    @Override
    protected int histories() {
      return 10;
    }
  }

  /** A provider of the right policies that nobody can find. */
  static final class Unregistered extends ShelfContract {
    @Override
    protected RetentionPolicyProvider provider() {
      return new ShelfPolicyProvider() {};
    }

    @Override
    protected int histories() {
      return 10;
    }
  }

  private static RetentionPolicy planted(String sound, String faulty) {
    String text = SOUND.replaceAll(sound, faulty);
    assertThat(text).as("the place of the fault is there: %s", SOUND).isNotEqualTo(SOUND);
    return PolicyCodec.read(text);
  }

  /** What fails beside the search by ServiceLoader, which finds the sound policy alone. */
  private static Set<String> failing(RetentionPolicyProvider provider) {
    Planted.planted = provider;
    Set<String> failed = new TreeSet<>(ContractRun.failing(Planted.class));
    failed.remove("isFoundByServiceLoader");
    return failed;
  }

  @Test
  void theGroundIsSound() {
    assertThat(failing(new ShelfPolicyProvider())).isEmpty();
    assertThat(ContractRun.failing(ShelfPolicyContractTest.class)).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @Tag("ALL-01")
  @Tag("ALL-13")
  @Tag("ALL-15")
  @CsvSource(
      delimiter = ';',
      nullValues = "nothing",
      quoteCharacter = '"',
      textBlock =
          """
          purged a day early;          stage\\|PT216H; stage|PT192H; theScenariosComeOutAsTheyAreWritten
          locked a day early;          stage\\|PT24H; stage|PT1H; theScenariosComeOutAsTheyAreWritten
          a release is kept for a day; RETAINED\\|PT168H; RETAINED|PT24H; theScenariosComeOutAsTheyAreWritten
          purged a moment later;       stage\\|PT216H\\|false; stage|PT216H|true; theScenariosComeOutAsTheyAreWritten
          the lock cannot be renewed;  permits\\|LOCKED\\|RENEW.*\\n; ""; payingBringsBackWhatIsLocked
          paying does not unlock;      \\+RESUME_BILLING,\\+UNLOCK_ACCESS; +RESUME_BILLING; payingBringsBackWhatIsLocked
          paying does not bill again;  \\+RESUME_BILLING,\\+UNLOCK_ACCESS; +UNLOCK_ACCESS; payingBringsBackWhatIsLocked
          shredding is called harmless; -shelf:SHRED; +shelf:SHRED; nothingDestructiveIsCalledHarmless
          no backup before the bin;    \\+TAKE_BACKUP,; ""; nothingIsReleasedIntoTheBinBeforeItsBackup
          the lock tells nobody;       \\+SUSPEND_BILLING,\\+NOTIFY_OWNER; +SUSPEND_BILLING; theOwnerIsToldOnTheWay
          the purge tells nobody;      purging\\|\\+NOTIFY_OWNER.*\\n; ""; theOwnerIsToldOnTheWay
          tables are exchanged;        (table.*)TWO; $1ONE; theScenariosComeOutAsTheyAreWritten
          what tells tables apart is not needed; requires.*\\n; ""; whatTellsTablesApartIsNeeded
          """)
  void aFaultOfATableIsCaught(String fault, String sound, String faulty, String caughtBy) {
    RetentionPolicy policy = planted(sound, faulty);
    assertThat(failing(() -> List.of(policy))).as(fault).contains(caughtBy);
  }

  @Test
  @Tag("ALL-11")
  void aConditionThatRefusesPaymentIsCaught() {
    Condition locked = Condition.inState(InstanceState.LOCKED);
    String refusal =
        PolicyCodec.write(
                RetentionPolicy.builder("shelf", 1)
                    .billing(BillingMode.PAY_AS_YOU_GO)
                    .profile(
                        "SHELF",
                        RetentionTable.table(
                            "all",
                            Condition.always(),
                            ShelfPolicy.create()
                                .defaultProfile()
                                .tables()
                                .get(0)
                                .handling()
                                .toBuilder()
                                .arrearsAreOnlyRecorded("SHE-09")
                                .build()))
                    .refuses(
                        Operation.SETTLE, locked, new RefusalCode("shelf:NO"), "SHE-09", "not now")
                    .build())
            .lines()
            .filter(line -> line.startsWith("refuses"))
            .findFirst()
            .orElseThrow();
    RetentionPolicy policy =
        planted("(requires.*\\n)", "$1" + refusal.replace("\\", "\\\\") + "\n");
    assertThat(failing(() -> List.of(policy))).contains("payingBringsBackWhatIsLocked");
  }

  @Test
  @Tag("ALL-08")
  void aProviderThatGivesAnotherPolicyEachTimeIsCaught() {
    RetentionPolicy sound = ShelfPolicy.create();
    RetentionPolicy other = planted("stage\\|PT216H", "stage|PT240H");
    AtomicInteger asked = new AtomicInteger();
    assertThat(failing(() -> List.of(asked.getAndIncrement() % 2 == 0 ? sound : other)))
        .contains("theDigestIsStable");
  }

  @Test
  @Tag("ALL-08")
  void aTableThatChangesUnderItsVersionIsCaught() {
    assertThat(ContractRun.failing(Released.class)).contains("theDigestIsStable");
  }

  @Test
  void aProviderThatIsNotRegisteredIsCaught() {
    assertThat(ContractRun.failing(Unregistered.class)).containsExactly("isFoundByServiceLoader");
  }

  @Test
  void aStageThatNoScenarioEntersIsCaught() {
    assertThat(ContractRun.failing(Untold.class)).containsExactly("everyStageIsEnteredInAScenario");
  }

  /** An author who wrote down one life and forgot the others. */
  static final class Untold extends ShelfContract {
    @Override
    protected List<Scenario> scenarios() {
      return super.scenarios().subList(0, 1);
    }

    @Override
    protected int histories() {
      return 50;
    }
  }
}
