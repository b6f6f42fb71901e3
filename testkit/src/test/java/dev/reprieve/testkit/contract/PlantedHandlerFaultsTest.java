package dev.reprieve.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprieve.testkit.contract.FakeCloud.Fault;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Faults of handlers, each caught by the test that is named for it. */
class PlantedHandlerFaultsTest {
  /** The contract of a faulty handler. */
  static final class Planted extends FakeCloudContractTest {
    private static Fault[] planted = {};

    @Override
    FakeCloud newCloud() {
      return new FakeCloud(planted);
    }
  }

  @Test
  void theGroundIsSound() {
    Planted.planted = new Fault[0];
    assertThat(ContractRun.failing(Planted.class)).isEmpty();
  }

  @ParameterizedTest
  @Tag("ALL-09")
  @Tag("SAF-06")
  @Tag("SAF-14")
  @CsvSource({
    "FORGETS_WHAT_IT_DID, theSameKeyAgainDoesNothingMore",
    "FAILS_WHAT_COMES_AGAIN, theSameKeyAgainDoesNothingMore",
    "KNOWS_KEYS_BY_VERSION_ALONE, anotherInstanceHasItsOwnEffect",
    "LOOKS_AT_NO_FENCE, aStaleFenceIsRefused",
    "NAMES_NO_BACKUP, aBackupIsNamed",
    "NAMES_NO_INCARNATION, aBackupNamesTheIncarnationThatItHolds",
    "DESTROYS_MORE_THAN_IT_WAS_ASKED, anotherInstanceHasItsOwnEffect",
    "LEAVES_ITS_WORK_RUNNING, whatIsUnderWayDoesNotComeAfterSomethingNewer",
    "NEVER_COMES_TO_AN_END, everyEffectIsDone",
    "ANSWERS_NOTHING, everyEffectIsDone",
  })
  void aFaultOfAHandlerIsCaught(Fault fault, String caughtBy) {
    Planted.planted = new Fault[] {fault};
    assertThat(ContractRun.failing(Planted.class)).contains(caughtBy);
  }

  @Test
  @Tag("SAF-14")
  void aHandlerThatForgetsBothKeysAndFencesDoesHarmLate() {
    Planted.planted = new Fault[] {Fault.FORGETS_WHAT_IT_DID, Fault.LOOKS_AT_NO_FENCE};
    assertThat(ContractRun.failing(Planted.class)).contains("aLateRepetitionDoesNoHarm");
  }
}
