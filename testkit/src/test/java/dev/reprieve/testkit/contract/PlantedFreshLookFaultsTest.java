package dev.reprieve.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprieve.guard.FreshLook;
import dev.reprieve.guard.Question;
import dev.reprieve.guard.Sighting;
import dev.reprieve.model.InstanceKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Faults of fresh looks, each caught by the test that is named for it. */
@Tag("SAF-02")
class PlantedFreshLookFaultsTest {
  /** What can be wrong with a look. */
  enum Fault {
    NONE,
    ANSWERS_NOTHING,
    SAYS_YES_TO_WHAT_IS_WANTED,
    THROWS_FOR_THE_UNKNOWN,
    TAKES_THE_UNKNOWN_FOR_UNPAID,
    ANSWERS_EVERYTHING,
    TAKES_NOTHING_FOR_EVERYTHING,
    REMOVES_WHAT_IT_SEES,
    ANSWERS_A_HUNDRED_AT_MOST
  }

  /** The contract of a faulty look. */
  static final class Planted extends FreshLookContract {
    private static Fault planted = Fault.NONE;

    @Override
    protected FreshLook freshLook() {
      Map<InstanceKey, Sighting> there = new HashMap<>();
      there.put(key("unpaid"), Sighting.unpaid(null));
      there.put(
          key("wanted"),
          planted == Fault.SAYS_YES_TO_WHAT_IS_WANTED ? Sighting.unpaid(null) : Sighting.wanted());
      return asked -> look(there, asked);
    }

    private static Map<InstanceKey, Sighting> look(
        Map<InstanceKey, Sighting> there, List<Question> asked) {
      Map<InstanceKey, Sighting> seen = new HashMap<>();
      if (planted == Fault.ANSWERS_NOTHING) {
        return seen;
      }
      if (planted == Fault.ANSWERS_EVERYTHING && !asked.isEmpty()
          || planted == Fault.TAKES_NOTHING_FOR_EVERYTHING && asked.isEmpty()) {
        return new HashMap<>(there);
      }
      if (planted == Fault.ANSWERS_A_HUNDRED_AT_MOST && asked.size() > 100) {
        throw new IllegalArgumentException("too many");
      }
      for (Question question : asked) {
        InstanceKey key = question.instance().key();
        Sighting sighting = there.get(key);
        if (sighting == null && planted == Fault.THROWS_FOR_THE_UNKNOWN) {
          throw new IllegalArgumentException("no " + key);
        }
        Sighting unknown =
            planted == Fault.TAKES_THE_UNKNOWN_FOR_UNPAID ? Sighting.unpaid(null) : Sighting.gone();
        seen.put(key, sighting == null ? unknown : sighting);
        if (planted == Fault.REMOVES_WHAT_IT_SEES) {
          there.remove(key);
        }
      }
      return seen;
    }
  }

  @Test
  void theGroundIsSound() {
    Planted.planted = Fault.NONE;
    assertThat(ContractRun.failing(Planted.class)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "ANSWERS_NOTHING, theUnpaidMayGoAndTheWantedMayNot",
    "SAYS_YES_TO_WHAT_IS_WANTED, theUnpaidMayGoAndTheWantedMayNot",
    "THROWS_FOR_THE_UNKNOWN, whatIsUnknownIsGoneOrLeftOutAndSpoilsNoOther",
    "TAKES_THE_UNKNOWN_FOR_UNPAID, whatIsUnknownIsGoneOrLeftOutAndSpoilsNoOther",
    "ANSWERS_EVERYTHING, onlyWhatWasAskedIsAnswered",
    "TAKES_NOTHING_FOR_EVERYTHING, anEmptyBatchHasAnEmptyAnswer",
    "REMOVES_WHAT_IT_SEES, theSameQuestionHasTheSameAnswer",
    "ANSWERS_A_HUNDRED_AT_MOST, aFullBatchIsAnswered",
  })
  void aFaultOfALookIsCaught(Fault fault, String caughtBy) {
    Planted.planted = fault;
    assertThat(ContractRun.failing(Planted.class)).contains(caughtBy);
  }
}
