package dev.reprieve.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprieve.model.EffectType;
import dev.reprieve.model.Event;
import dev.reprieve.model.Instance;
import dev.reprieve.model.InstanceState;
import dev.reprieve.model.Operation;
import dev.reprieve.policy.IdsInUse;
import dev.reprieve.policy.Interpreter;
import dev.reprieve.policy.Offers;
import dev.reprieve.policy.Release;
import dev.reprieve.policy.RetentionPolicy;
import dev.reprieve.policy.Verdict;
import dev.reprieve.testkit.Life;
import dev.reprieve.testkit.Line;
import dev.reprieve.testkit.Step;
import java.time.Duration;
import java.time.Instant;

/** What must be true of what is offered, of paying, and of releasing for good. */
final class OfferRules {
  /** As many variants as a step has. */
  private static final int VARIANTS = 20;

  private static final Interpreter INTERPRETER = new Interpreter(Interpreter.Settings.SIMULATION);

  private OfferRules() {}

  static void whatIsOfferedIsPermittedAndNothingElse(History history) {
    for (Line line : history.lines()) {
      if (line.decision() != null && line.to() != InstanceState.PURGED) {
        offered(history.subject().policy(), line.decision().after(), line);
      }
    }
  }

  private static void offered(RetentionPolicy policy, Instance instance, Line line) {
    Offers offers = INTERPRETER.offers(policy, instance, line.at());
    for (Operation operation : policy.operations()) {
      if (operation.equals(Operation.SNOOZE)) {
        // How far a purge may be snoozed is a host's setting, and no policy's.
        continue;
      }
      boolean accepted = false;
      for (int variant = 0; variant <= VARIANTS && !accepted; variant++) {
        Event event =
            variant == VARIANTS
                ? outlasting(operation, instance, line.at())
                : new Step(operation, Duration.ZERO, variant).event(policy, line.at(), variant);
        accepted =
            INTERPRETER.judge(policy, instance, event, line.at(), IdsInUse.NONE).kind()
                == Verdict.Kind.ACCEPTED;
      }
      assertThat(accepted)
          .as("%s is %s after %s", operation, offers.permitted(), line.told())
          .isEqualTo(offers.permitted().contains(operation));
    }
  }

  /** With an end after every end that lies ahead already. */
  private static Event outlasting(Operation operation, Instance instance, Instant at) {
    Instant end = instance.expiresAt();
    Instant ahead = end != null && end.isAfter(at) ? end : at;
    return Event.builder(operation, at)
        .until(ahead.plus(Duration.ofDays(1)))
        .newId("offered")
        .confirm(true)
        .build();
  }

  static void payingBringsBackWhatIsLocked(Subject subject) {
    for (Line line : subject.unpaid().lines()) {
      if (line.to() == InstanceState.LOCKED && line.from() != InstanceState.LOCKED) {
        paying(subject, line);
      }
    }
  }

  private static void paying(Subject subject, Line locked) {
    Instant at = locked.at().plus(Duration.ofMinutes(1));
    Life life = subject.unpaid();
    Line paid =
        (subject.billing().isSubscription()
                ? life.at(at).renew(at.plus(Duration.ofDays(30)).toString())
                : life.at(at).settle())
            .until(at.toString())
            .last();
    assertThat(paid.refused()).as("%s: what is locked is lost: %s", subject, paid).isFalse();
    assertThat(paid.to()).as("%s: %s", subject, paid.told()).isEqualTo(InstanceState.RUNNING);
    undoes(paid, locked, EffectType.LOCK_ACCESS, EffectType.UNLOCK_ACCESS);
    undoes(paid, locked, EffectType.SUSPEND_BILLING, EffectType.RESUME_BILLING);
  }

  private static void undoes(Line paid, Line locked, EffectType done, EffectType undone) {
    assertThat(paid.effects().contains(undone.name()))
        .as("%s in %s, after %s", undone, paid.told(), locked.told())
        .isEqualTo(locked.effects().contains(done.name()));
  }

  static void aFinalReleaseNeedsConfirmation(Subject subject) {
    Release release = subject.table().handling().release(subject.billing());
    if (release == null || !release.isFinal()) {
      return;
    }
    Instant at = Subject.CREATED.plus(Duration.ofDays(1));
    Instant before = subject.billing().isSubscription() ? Subject.T.minusSeconds(1) : at;
    Line unconfirmed = subject.life().at(before).release().until(before.toString()).last();
    assertThat(unconfirmed.refusal()).as("%s: %s", subject, unconfirmed.told()).isNotNull();
    Line confirmed = subject.life().at(before).releaseForGood().until(before.toString()).last();
    assertThat(confirmed.refused() ? null : confirmed.to())
        .as("%s: %s", subject, confirmed.told())
        .isIn(null, InstanceState.PURGED);
  }
}
