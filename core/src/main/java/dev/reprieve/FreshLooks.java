package dev.reprieve;

import dev.reprieve.guard.FreshLook;
import dev.reprieve.guard.Question;
import dev.reprieve.guard.Sighting;
import dev.reprieve.internal.Words;
import dev.reprieve.model.Instance;
import dev.reprieve.model.InstanceKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the host about instances, many at a time, and says what its answers mean (SAF-02). What is
 * not plainly a yes is a no (SAF-13).
 */
final class FreshLooks {
  private static final Logger LOG = LoggerFactory.getLogger(FreshLooks.class);

  /** Short: long enough for the effects of one batch to go out. */
  private static final Duration VALID = Duration.ofMinutes(1);

  private final FreshLook host;
  private final Map<InstanceKey, Answer> answers = new ConcurrentHashMap<>();

  FreshLooks(FreshLook host) {
    this.host = host;
  }

  /** What the host said, of which version, and when. */
  private record Answer(long version, Question.Act act, Instant at, @Nullable String no) {
    boolean isOf(Question question, Instant now) {
      return version == question.instance().version()
          && act == question.act()
          && !now.isBefore(at)
          && Duration.between(at, now).compareTo(VALID) <= 0;
    }
  }

  /** Asks about all that was not answered just now. */
  void ask(List<Question> questions, Instant now) {
    answers
        .values()
        .removeIf(answer -> Duration.between(answer.at(), now).abs().compareTo(VALID) > 0);
    List<Question> open = new ArrayList<>();
    for (Question question : questions) {
      if (!isAnswered(question, now)) {
        open.add(question);
      }
    }
    for (int from = 0; from < open.size(); from += FreshLook.BATCH) {
      askTogether(open.subList(from, Math.min(open.size(), from + FreshLook.BATCH)), now);
    }
  }

  private void askTogether(List<Question> questions, Instant now) {
    Map<InstanceKey, Sighting> seen = new HashMap<>();
    String failure = null;
    try {
      Map<InstanceKey, Sighting> answered = host.look(List.copyOf(questions));
      if (answered == null) {
        failure = "the host answered nothing";
      } else {
        // In here: a host's own kind of map may throw as well as the host itself.
        for (Question question : questions) {
          Sighting sighting = answered.get(question.instance().key());
          if (sighting != null) {
            seen.put(question.instance().key(), sighting);
          }
        }
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      failure = "the look was interrupted";
    } catch (Exception | LinkageError | AssertionError | StackOverflowError thrown) {
      // Such errors, too, are of the host's code: nothing else waits for it to be mended.
      LOG.warn(
          "A fresh look at {} instances failed: nothing of them is removed",
          questions.size(),
          thrown);
      failure = "the look failed: " + Words.of(thrown);
    }
    for (Question question : questions) {
      Instance instance = question.instance();
      String no = failure != null ? failure : no(instance, seen.get(instance.key()));
      answers.put(instance.key(), new Answer(instance.version(), question.act(), now, no));
    }
  }

  private static @Nullable String no(Instance instance, @Nullable Sighting sighting) {
    if (sighting == null) {
      return "the host's answer does not mention it";
    }
    if (!sighting.permits()) {
      return switch (sighting.standing()) {
        case WANTED -> "the host says that it is paid for or wanted";
        case HELD -> "the host holds it back";
        default -> "the host says that there is no such instance";
      };
    }
    String registered = instance.identity();
    return registered == null || registered.equals(sighting.identity())
        ? null
        : "the host sees \""
            + sighting.identity()
            + "\" where \""
            + registered
            + "\" was registered: another instance with the same id";
  }

  /** Whether this very question was answered just now. */
  boolean isAnswered(Question question, Instant now) {
    Answer known = answers.get(question.instance().key());
    return known != null && known.isOf(question, now);
  }

  /** Why an instance may not be removed, or null if it was just asked and may. */
  @Nullable String no(Question question, Instant now) {
    ask(List.of(question), now);
    Answer answer = answers.get(question.instance().key());
    return answer == null || !answer.isOf(question, now) ? "the host was not asked" : answer.no();
  }

  /** Questions about the same act, one for each instance. */
  static List<Question> about(List<Instance> instances, Question.Act act) {
    Map<InstanceKey, Question> questions = new LinkedHashMap<>();
    for (Instance instance : instances) {
      questions.put(instance.key(), new Question(instance, act));
    }
    return List.copyOf(questions.values());
  }
}
