package dev.reprieve.policy;

import dev.reprieve.model.Decision;
import dev.reprieve.model.Instance;
import dev.reprieve.model.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the interpreter says of an event: accepted or refused. */
public sealed interface Verdict {
  /** Which of the two. */
  Kind kind();

  /** The two kinds. */
  enum Kind {
    /** {@link Accepted}. */
    ACCEPTED,
    /** {@link Refused}. */
    REFUSED
  }

  /**
   * The event is permitted.
   *
   * @param steps the deadlines that were due before the event (ALL-07 b), in order, and last the
   *     event's own step; never empty
   */
  record Accepted(List<Decision> steps) implements Verdict {
    /** Copies the steps. */
    public Accepted {
      Objects.requireNonNull(steps, "steps");
      steps = List.copyOf(steps);
    }

    @Override
    public Kind kind() {
      return Kind.ACCEPTED;
    }

    /** The deadlines that were passed first. */
    public List<Decision> passed() {
      return steps.subList(0, steps.size() - 1);
    }

    /** The same, with another step of its own. */
    public Accepted with(Decision own) {
      Objects.requireNonNull(own, "own");
      List<Decision> changed = new ArrayList<>(passed());
      changed.add(own);
      return new Accepted(changed);
    }

    /** The event's own step. */
    public Decision own() {
      return steps.get(steps.size() - 1);
    }
  }

  /**
   * The event is not permitted.
   *
   * @param refusal why
   * @param held the instance with the hold that a late payment sets (ALL-07 d); null where nothing
   *     changes
   */
  record Refused(Refusal refusal, @Nullable Instance held) implements Verdict {
    /** Refuses nulls. */
    public Refused {
      Objects.requireNonNull(refusal, "refusal");
    }

    @Override
    public Kind kind() {
      return Kind.REFUSED;
    }
  }
}
