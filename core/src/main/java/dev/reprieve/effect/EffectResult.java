package dev.reprieve.effect;

import dev.reprieve.internal.Ordered;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;

/** What a handler answers. */
public sealed interface EffectResult {
  /** Which of the five. */
  Kind kind();

  /** The five answers. */
  enum Kind {
    /** {@link Done}. */
    DONE,
    /** {@link Working}. */
    WORKING,
    /** {@link RetryAt}. */
    RETRY_AT,
    /** {@link Failed}. */
    FAILED,
    /** {@link Impossible}. */
    IMPOSSIBLE
  }

  /** It is done. */
  static EffectResult done() {
    return new Done(Map.of());
  }

  /** It is done, and later effects of the same decision may want to know these facts. */
  static EffectResult done(Map<String, String> facts) {
    return new Done(facts);
  }

  /** It is under way: no thread and no lease is held; look again at that instant. */
  static EffectResult working(Instant lookAgainAt, String token) {
    return new Working(lookAgainAt, token);
  }

  /** Not now: try again at that instant, as often as it takes. */
  static EffectResult retryAt(Instant at, String reason) {
    return new RetryAt(at, reason);
  }

  /** It failed: tried again with growing pauses, and given up after the limit. */
  static EffectResult failed(String reason) {
    return new Failed(reason);
  }

  /**
   * It cannot be done, now or later, such as where there is no backup and none can be made: it is
   * not tried again, and waits for an operator (SAF-06).
   */
  static EffectResult impossible(String reason) {
    return new Impossible(reason);
  }

  /**
   * Done.
   *
   * @param facts for later effects of the same decision; never a secret
   */
  record Done(Map<String, String> facts) implements EffectResult {
    /** Copies the facts. */
    public Done {
      Objects.requireNonNull(facts, "facts");
      facts = Ordered.copyOf(facts);
    }

    @Override
    public Kind kind() {
      return Kind.DONE;
    }
  }

  /**
   * Under way.
   *
   * @param lookAgainAt when the handler is asked again
   * @param token given back then
   */
  record Working(Instant lookAgainAt, String token) implements EffectResult {
    /** Refuses an answer without an instant where it is given: the handler has failed. */
    public Working {
      Objects.requireNonNull(lookAgainAt, "lookAgainAt: working, but no instant to look again at");
      Objects.requireNonNull(token, "token");
    }

    @Override
    public Kind kind() {
      return Kind.WORKING;
    }
  }

  /**
   * Not now.
   *
   * @param at when it is tried again
   * @param reason for people
   */
  record RetryAt(Instant at, String reason) implements EffectResult {
    /** Refuses an answer without an instant where it is given: the handler has failed. */
    public RetryAt {
      Objects.requireNonNull(at, "at: to be tried again, but no instant to do so");
      Objects.requireNonNull(reason, "reason");
    }

    @Override
    public Kind kind() {
      return Kind.RETRY_AT;
    }
  }

  /**
   * Failed.
   *
   * @param reason for people
   */
  record Failed(String reason) implements EffectResult {
    /** Refuses nulls. */
    public Failed {
      Objects.requireNonNull(reason, "reason");
    }

    @Override
    public Kind kind() {
      return Kind.FAILED;
    }
  }

  /**
   * It cannot be done.
   *
   * @param reason for people
   */
  record Impossible(String reason) implements EffectResult {
    /** Refuses nulls. */
    public Impossible {
      Objects.requireNonNull(reason, "reason");
    }

    @Override
    public Kind kind() {
      return Kind.IMPOSSIBLE;
    }
  }
}
