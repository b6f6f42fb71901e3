package dev.reprieve.testkit.world;

import dev.reprieve.model.Answer;
import dev.reprieve.model.Event;
import dev.reprieve.model.InstanceKey;
import dev.reprieve.model.Refusal;
import dev.reprieve.model.RefusalCode;
import java.util.HashMap;
import java.util.Map;

/** What senders were answered: an answer must be true, and the same for the same event. */
final class Answers {
  private final Map<Token, First> first = new HashMap<>();

  void check(Act.Tell letter, Answer answer, Worker worker) {
    int expected =
        answer.kind() == Answer.Kind.APPLIED && !answer.repeated() && !letter.dry() ? 1 : 0;
    if (worker.accepted() != expected) {
      throw new Breach(
          "an answer is not true",
          answer.kind() + " to " + letter.event() + ", and " + worker.accepted() + " written");
    }
    if (letter.dry() && worker.written() > 0) {
      throw new Breach("a dry run wrote something", letter.event().toString());
    }
    String id = letter.event().id();
    if (id != null && !letter.dry() && isRemembered(answer)) {
      again(new Token(letter.key(), id), letter.event(), answer);
    }
  }

  private void again(Token token, Event event, Answer answer) {
    First before = first.get(token);
    if (before == null) {
      if (!hasCode(answer, RefusalCode.EVENT_ID_REUSED)) {
        first.put(token, new First(event, answer));
      }
    } else if (!before.event.equals(event)) {
      if (!hasCode(answer, RefusalCode.EVENT_ID_REUSED)) {
        throw new Breach("an id was used twice", before.event + ", and " + event);
      }
    } else if (!sameAs(before.answer, answer) || !(answer.repeated() || before.answer.repeated())) {
      throw new Breach(
          "an event that came again got another answer", before.answer + ", and " + answer);
    }
  }

  private static boolean sameAs(Answer one, Answer other) {
    Refusal refusal = one.refusal();
    return one.kind() == other.kind()
        && (refusal == null || hasCode(other, refusal.code()))
        && one.steps().equals(other.steps());
  }

  /**
   * What is said of an instance that is not there is not kept: there is nowhere to keep it. What
   * waits for a second principal has its answer still to come.
   */
  private static boolean isRemembered(Answer answer) {
    return answer.kind() != Answer.Kind.LOST_RACE
        && !hasCode(answer, RefusalCode.NO_SUCH_INSTANCE)
        && !hasCode(answer, RefusalCode.SECOND_PRINCIPAL_REQUIRED);
  }

  private static boolean hasCode(Answer answer, RefusalCode code) {
    Refusal refusal = answer.refusal();
    return refusal != null && refusal.code().equals(code);
  }

  private record Token(InstanceKey key, String id) {}

  private record First(Event event, Answer answer) {}
}
