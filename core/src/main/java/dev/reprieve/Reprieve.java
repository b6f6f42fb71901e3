package dev.reprieve;

import dev.reprieve.effect.Backoff;
import dev.reprieve.effect.EffectHandler;
import dev.reprieve.effect.EffectResult;
import dev.reprieve.guard.Authorizer;
import dev.reprieve.guard.FreshLook;
import dev.reprieve.guard.Principal;
import dev.reprieve.guard.RestoreCheck;
import dev.reprieve.guard.Safeguards;
import dev.reprieve.model.Answer;
import dev.reprieve.model.Child;
import dev.reprieve.model.EffectKey;
import dev.reprieve.model.Event;
import dev.reprieve.model.InstanceKey;
import dev.reprieve.model.Operation;
import dev.reprieve.model.OwnerKey;
import dev.reprieve.policy.AttributeProblem;
import dev.reprieve.policy.IdsInUse;
import dev.reprieve.policy.Interpreter;
import dev.reprieve.policy.PolicyRegistry;
import dev.reprieve.policy.RetentionPolicy;
import dev.reprieve.policy.UnruledInstanceException;
import dev.reprieve.recyclebin.AuditAnchor;
import dev.reprieve.recyclebin.AuditReport;
import dev.reprieve.recyclebin.AuditVerifier;
import dev.reprieve.recyclebin.BinQuery;
import dev.reprieve.recyclebin.Commit;
import dev.reprieve.recyclebin.RecycleBinRepository;
import dev.reprieve.recyclebin.SetAside;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The engine: takes in instances and events, decides by the policies, keeps what was decided, and
 * has the host's handler carry it out.
 *
 * <p>It starts no thread and reads no clock but the store's. Deadlines pass when {@link #sweep} is
 * called, and effects go out when {@link #deliver} is; a host calls both from its scheduler, as
 * often and from as many threads as it likes. Thread-safe.
 *
 * <p>Whoever holds this object may do everything. For callers who may not, there is {@link #as}.
 */
public final class Reprieve {
  /** What an event id is remembered for beyond the life of its instance (ALL-05). */
  private static final Duration IDS_KEPT_BEYOND = Duration.ofDays(30);

  private final PolicyRegistry policies;
  private final RecycleBinRepository bin;
  private final Rulings rulings;
  private final Interpreter interpreter;
  private final Listeners listeners;
  private final @Nullable Authorizer authorizer;
  private final Desk desk;
  private final Reader reader;
  private final Sweeper sweeper;
  private final Courier courier;
  private final Safety safety;
  private final RestoreChecks restoreChecks;

  private Reprieve(Builder from) {
    this.policies = from.policies == null ? PolicyRegistry.discover() : from.policies;
    this.bin = from.bin == null ? RecycleBinRepository.inMemory(InstantSource.system()) : from.bin;
    this.rulings = new Rulings(policies, bin);
    this.interpreter = new Interpreter(from.settings);
    this.listeners = new Listeners(from.listeners);
    this.authorizer = from.authorizer;
    Breaker breaker = new Breaker(bin, from.safeguards, listeners);
    ClockGuard clock = new ClockGuard(bin, from.safeguards, from.nanos, from.workersClock);
    Guardian guardian =
        new Guardian(bin, from.settings, from.safeguards, from.looks(), clock, breaker);
    FourEyes fourEyes = new FourEyes(bin, from.safeguards);
    this.desk = new Desk(rulings, bin, interpreter, listeners, from.hostsIds, guardian, fourEyes);
    this.reader = new Reader(rulings, bin, interpreter);
    this.sweeper = new Sweeper(rulings, bin, interpreter, listeners, from.backoff, guardian);
    this.courier =
        new Courier(
            bin,
            interpreter,
            from.handler,
            listeners,
            from.backoff,
            from.lease,
            guardian,
            from.safeguards.backupGate());
    Planner planner = new Planner(bin, interpreter, rulings, sweeper);
    Figures figures = new Figures(bin, interpreter, rulings, sweeper, courier, from.safeguards);
    this.restoreChecks = new RestoreChecks(bin, desk, from.restoreCheck);
    this.safety =
        new Safety(
            bin,
            planner,
            figures,
            fourEyes,
            desk,
            clock,
            new HealthCheck(bin, figures, from.safeguards));
  }

  /**
   * Begins an engine.
   *
   * @param handler does what decisions order
   */
  public static Builder builder(EffectHandler handler) {
    return new Builder(handler);
  }

  /**
   * Takes in an instance that the host has just created.
   *
   * @return refused if something that rules need is missing or unreadable, everything at once
   *     (ALL-13); already there if the same was said before (ADO-04)
   */
  public Answer register(Registration registration) {
    Objects.requireNonNull(registration, "registration");
    return desk.register(registration, null);
  }

  /** Takes in an instance that exists already (ADO-01 to ADO-04). */
  public Answer adopt(Adoption adoption) {
    Objects.requireNonNull(adoption, "adoption");
    return desk.adopt(adoption, adoption.by());
  }

  /** What a registration lacks, sorted by attribute; empty if it would be taken in. */
  public List<AttributeProblem> problems(Registration registration) {
    Objects.requireNonNull(registration, "registration");
    return desk.problems(registration);
  }

  /**
   * Asks an operation of an instance, or reports a fact of it. With an {@linkplain Event#id id} it
   * may safely be sent again; without one it is a new event each time (ALL-05).
   */
  public Answer report(InstanceKey key, Event event) {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(event, "event");
    return desk.report(key, event, false);
  }

  /** Says what {@link #report} would answer, and changes nothing (RED-15). */
  public Answer dryRun(InstanceKey key, Event event) {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(event, "event");
    return desk.report(key, event, true);
  }

  /**
   * Says what stands against bringing an instance back, and what will not come back with it, and
   * changes nothing (SAF-08): the rules by a dry run, the outside by the host's {@link
   * RestoreCheck}. Both are asked, so that everything is said at once.
   *
   * @param event what would be asked: {@code RESTORE}, {@code REBUILD}, or whatever else brings it
   *     back
   */
  public RestorePreview restoreCheck(InstanceKey key, Event event) {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(event, "event");
    return restoreChecks.preview(key, event);
  }

  /**
   * Moves the purge of an instance later (SAF-10): to an instant after the one that stands, and no
   * further beyond its deadline than {@link Interpreter.Settings#snoozeLimit}, all snoozes
   * together. Permitted wherever a purge is ahead, also an overdue one that has not begun (ALL-07
   * c). To try it without doing it, or with an event id, report an event of {@code
   * Operation.SNOOZE}.
   *
   * @param until when the purge may begin instead
   * @param by who asks, for the audit
   * @param why the reason, not blank
   */
  public Answer snooze(InstanceKey key, Instant until, String by, String why) {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(until, "until");
    Objects.requireNonNull(by, "by");
    Objects.requireNonNull(why, "why");
    return report(
        key, Event.builder(Operation.SNOOZE, bin.now()).until(until).by(by).why(why).build());
  }

  /**
   * Says what goes with an instance, in place of what was said before: each is deleted before the
   * instance itself when that is purged, and by nothing else (SAF-19).
   *
   * @param by who says so, for the audit
   * @param why for the audit
   * @return already there if it is the same; refused once the purge has begun
   */
  public Answer setChildren(InstanceKey key, List<Child> children, String by, String why) {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(children, "children");
    Objects.requireNonNull(by, "by");
    Objects.requireNonNull(why, "why");
    return desk.setChildren(key, children, by, why);
  }

  /**
   * Says of an owner that it is in arrears, or has settled them: reaches each of its instances that
   * is not a subscription, each with its own answer, and what is registered later (OWN-02).
   *
   * <p>With an id it may be said again after a crash or a lost answer: it changes nothing more of
   * the owner, and reaches the instances that it has not reached.
   *
   * @throws IllegalArgumentException for any other operation
   */
  public OwnerAnswer reportForOwner(OwnerKey owner, Event event) {
    Objects.requireNonNull(owner, "owner");
    Objects.requireNonNull(event, "event");
    return desk.reportForOwner(owner, event);
  }

  /**
   * Asks several things together. Each instance gets its own answer, in the order of the asks; one
   * refusal does not stop the others (KEC-08, SAF-09).
   */
  public List<Answer> reportAll(List<BatchAsk> asks) {
    Objects.requireNonNull(asks, "asks");
    return asks.stream().map(ask -> report(ask.key(), ask.event())).toList();
  }

  /**
   * What is true of an instance now, whether or not a sweep has come by; null if there is none.
   *
   * @throws UnruledInstanceException if no table rules it
   */
  public @Nullable InstanceView view(InstanceKey key) {
    Objects.requireNonNull(key, "key");
    return reader.view(key);
  }

  /**
   * Why an instance is where it is and what comes next, in sentences; null if there is none.
   *
   * @throws UnruledInstanceException if no table rules it
   */
  public @Nullable Explanation explain(InstanceKey key) {
    Objects.requireNonNull(key, "key");
    InstanceView view = reader.view(key);
    return view == null
        ? null
        : new Explainer(rulings, interpreter).explain(view, bin.setAside(key), bin.audit(key));
  }

  /** A page of the bin, each line true now. */
  public BinPage list(BinQuery query) {
    Objects.requireNonNull(query, "query");
    return reader.list(query);
  }

  /**
   * Holds what a host sees against what is recorded, and changes nothing (ADO-05). The stream is
   * read once, in order; memory grows with the number of instances.
   */
  public Reconciliation reconcile(Stream<Observation> seen) {
    Objects.requireNonNull(seen, "seen");
    return reader.reconcile(seen);
  }

  /**
   * Puts what lies in the bin under the latest policy of its product (ALL-08). Its stage is counted
   * anew by that policy's table from when it began.
   *
   * @param by who asks, for the audit
   * @param why for the audit
   * @param purgeMayComeSooner whether its purge may come nearer by it; without this it never does
   * @return already there if it is ruled by the latest policy; refused if it is not in the bin
   */
  public Answer repin(InstanceKey key, String by, String why, boolean purgeMayComeSooner) {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(by, "by");
    Objects.requireNonNull(why, "why");
    return desk.repin(key, by, why, purgeMayComeSooner);
  }

  /**
   * What would change for the whole fleet if a policy were adopted and everything in the bin put
   * under it: every stage that would come at another instant. Changes nothing; memory grows with
   * the differences alone as long as the stream is read so.
   */
  public Stream<DeadlineDifference> compare(RetentionPolicy candidate) {
    Objects.requireNonNull(candidate, "candidate");
    return reader.compare(candidate);
  }

  /** Passes everything that is due. */
  public SweepReport sweep() {
    return sweeper.sweep(Integer.MAX_VALUE);
  }

  /** Passes what is due, but not more than so many rows. */
  public SweepReport sweep(int atMost) {
    return sweeper.sweep(atMost);
  }

  /** When {@link #sweep} will have something to do next, or null. */
  public @Nullable Instant nextSweepAt() {
    return bin.nextDue();
  }

  /** Has the handler do, in this thread, every effect whose turn it is. */
  public DeliveryReport deliver() {
    return courier.deliver(Integer.MAX_VALUE);
  }

  /** Has the handler do, in this thread, effects whose turn it is, but not more than so many. */
  public DeliveryReport deliver(int atMost) {
    return courier.deliver(atMost);
  }

  /** When {@link #deliver} will have something to do next, or null. */
  public @Nullable Instant nextDeliveryAt() {
    return bin.nextEffect();
  }

  /**
   * Completes an effect from outside: for work that took longer than a call.
   *
   * @return false if the effect is not open any more
   */
  public boolean complete(EffectKey key, EffectResult result) {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(result, "result");
    return courier.complete(key, result);
  }

  /**
   * Has an effect that failed or was given up tried again at the next delivery.
   *
   * @return false if the effect is not open any more, or is under way
   */
  public boolean retry(EffectKey key) {
    Objects.requireNonNull(key, "key");
    return courier.retry(key, null, null);
  }

  /**
   * The same, for an operator who is named in the audit.
   *
   * @param by who asks
   * @param why the reason
   */
  public boolean retry(EffectKey key, String by, String why) {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(by, "by");
    Objects.requireNonNull(why, "why");
    return courier.retry(key, by, why);
  }

  /**
   * Drops an effect that was given up, so that nothing waits for it any more. Refused for what
   * destroys data, for the backup on which a release rests, and for a notice for which a purge
   * waits: those are completed or tried again.
   *
   * @param by the operator, for the audit
   * @param why the reason, not blank
   */
  public Answer dismiss(EffectKey key, String by, String why) {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(by, "by");
    Objects.requireNonNull(why, "why");
    return courier.dismiss(key, by, why);
  }

  /** The rows that no sweep could handle. */
  public List<SetAside> setAside() {
    return bin.setAside();
  }

  /** Has a row that was set aside looked at again by the next sweep; false if it was not. */
  public boolean takeUpAgain(InstanceKey key) {
    Objects.requireNonNull(key, "key");
    return desk.takeUpAgain(key, null, null);
  }

  /**
   * The same, for an operator who is named in the audit.
   *
   * @param by who asks
   * @param why the reason
   */
  public boolean takeUpAgain(InstanceKey key, String by, String why) {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(by, "by");
    Objects.requireNonNull(why, "why");
    return desk.takeUpAgain(key, by, why);
  }

  /**
   * Anchors the trails of all instances as they are now, and tells the listeners, so that a host
   * can keep the anchor outside the store (SAF-07). To be called from the host's scheduler, as
   * often as it can bear to lose.
   */
  public AuditAnchor anchor() {
    AuditAnchor anchor = bin.anchor();
    listeners.tell(listener -> listener.onAnchor(anchor));
    return anchor;
  }

  /**
   * Verifies that every line of every trail is there as it was written, and that each row is in the
   * state to which its decisions lead (SAF-07). Changes nothing; may run beside everything else.
   *
   * @param trusted anchors that were kept outside the store; without any, whoever can write to the
   *     store and compute digests is not found out
   */
  public AuditReport verifyAudit(AuditAnchor... trusted) {
    Objects.requireNonNull(trusted, "trusted");
    return AuditVerifier.verify(bin, List.of(trusted));
  }

  /**
   * Forgets the event ids of instances that have been gone for 30 days, and those of owners who
   * have no others, and of whom nothing was said for as long (ALL-05).
   */
  public int forgetOldEventIds() {
    return bin.forgetEvents(IDS_KEPT_BEYOND);
  }

  /** What an operator sees of the safeguards, and does about them (SPEC 8). */
  public Safety safety() {
    return safety;
  }

  /**
   * This engine as somebody may use it whom the host does not trust: every call is checked by the
   * authorizer, and what is done is done in that name. <strong>The methods of this class check
   * nothing</strong>: they are for the host itself (KEY-11).
   *
   * @throws IllegalStateException if the engine was built without an authorizer
   */
  public AuthorizedReprieve as(Principal principal) {
    Objects.requireNonNull(principal, "principal");
    if (authorizer == null) {
      throw new IllegalStateException(
          "this engine has no authorizer, so it cannot say what "
              + principal
              + " may do: give it one by Reprieve.builder(..).authorizer(..)");
    }
    Gate gate = new Gate(authorizer, principal, bin, listeners);
    return new AuthorizedReprieve(this, desk, reader, courier, gate);
  }

  /** The store, to read from. What writes goes through the engine. */
  public RecycleBinRepository repository() {
    return bin;
  }

  /** The policies that this engine knows. */
  public PolicyRegistry policies() {
    return policies;
  }

  /** The interpreter with this engine's settings. */
  public Interpreter interpreter() {
    return interpreter;
  }

  /** Collects what an engine is made of. Not thread-safe. */
  public static final class Builder {
    private final EffectHandler handler;
    private final List<ReprieveListener> listeners = new ArrayList<>();
    private @Nullable PolicyRegistry policies;
    private @Nullable RecycleBinRepository bin;
    private @Nullable Authorizer authorizer;
    private Interpreter.Settings settings = Interpreter.Settings.DEFAULT;
    private IdsInUse hostsIds = IdsInUse.NONE;
    private Backoff backoff = Backoff.DEFAULT;
    private Duration lease = Duration.ofMinutes(5);
    private Safeguards safeguards = Safeguards.standard();
    private @Nullable FreshLook freshLook;
    private @Nullable RestoreCheck restoreCheck;
    private LongSupplier nanos = ElapsedTime.NANOS;
    private @Nullable InstantSource workersClock;

    private Builder(EffectHandler handler) {
      this.handler = Objects.requireNonNull(handler, "handler");
    }

    /** The store; without one everything is kept in memory, by the system's clock. */
    public Builder repository(RecycleBinRepository bin) {
      this.bin = Objects.requireNonNull(bin, "bin");
      return this;
    }

    /** The policies; without any they are discovered by ServiceLoader. */
    public Builder policies(RetentionPolicy... policies) {
      Objects.requireNonNull(policies, "policies");
      this.policies = PolicyRegistry.of(List.of(policies));
      return this;
    }

    /** The policies, from a registry that the host made. */
    public Builder policies(PolicyRegistry registry) {
      Objects.requireNonNull(registry, "registry");
      this.policies = registry;
      return this;
    }

    /** Somebody who hears what the engine does. */
    public Builder listener(ReprieveListener listener) {
      Objects.requireNonNull(listener, "listener");
      listeners.add(listener);
      return this;
    }

    /**
     * Says who may do what through {@link Reprieve#as}; without one that method throws. What it
     * does not permit is denied.
     */
    public Builder authorizer(Authorizer authorizer) {
      this.authorizer = Objects.requireNonNull(authorizer, "authorizer");
      return this;
    }

    /** Ids that are taken outside this engine, so that no rebuild uses them. */
    public Builder idsInUse(IdsInUse hostsIds) {
      this.hostsIds = Objects.requireNonNull(hostsIds, "hostsIds");
      return this;
    }

    /** Tolerances and margins. */
    public Builder settings(Interpreter.Settings settings) {
      this.settings = Objects.requireNonNull(settings, "settings");
      return this;
    }

    /** The pauses between attempts that failed. */
    public Builder backoff(Backoff backoff) {
      this.backoff = Objects.requireNonNull(backoff, "backoff");
      return this;
    }

    /** How long a handler may take for one call before the effect is handed out again. */
    public Builder lease(Duration lease) {
      Objects.requireNonNull(lease, "lease");
      if (lease.isNegative() || lease.isZero()) {
        throw new IllegalArgumentException("lease of " + lease + ": expected a positive duration");
      }
      this.lease = lease;
      return this;
    }

    /** What keeps it from purging by mistake; {@link Safeguards#standard()} unless said. */
    public Builder safeguards(Safeguards safeguards) {
      this.safeguards = Objects.requireNonNull(safeguards, "safeguards");
      return this;
    }

    /** Whom to ask once more before anything is purged or released (SAF-02). */
    public Builder freshLook(FreshLook freshLook) {
      this.freshLook = Objects.requireNonNull(freshLook, "freshLook");
      return this;
    }

    /**
     * Whom to ask whether an instance can be brought back (SAF-08); without one, {@link
     * Reprieve#restoreCheck} finds an obstacle in everything that it cannot ask about.
     */
    public Builder restoreCheck(RestoreCheck restoreCheck) {
      this.restoreCheck = Objects.requireNonNull(restoreCheck, "restoreCheck");
      return this;
    }

    /**
     * Time that never steps, in nanoseconds from any origin; the JVM's own unless said. Whoever
     * brings a clock that is put by hand, as tests do, brings this along with it (SAF-05).
     */
    public Builder elapsedNanos(LongSupplier nanos) {
      this.nanos = Objects.requireNonNull(nanos, "nanos");
      return this;
    }

    /**
     * This machine's own clock, to hold the store's against (SAF-05); none unless said.
     *
     * <p><strong>Give it wherever the store's clock is not this machine's</strong>, as that of a
     * database server is not: {@code workersClock(InstantSource.system())}. Nothing else tells a
     * process that has just begun whether the store's clock jumped forward or nobody swept for so
     * long. Without it, such a process halts purging whenever nobody has swept for longer than
     * {@link Safeguards#clockLimit}, until an operator {@linkplain Safety#acknowledgeClock
     * acknowledges} the clock, as it does if the first sweep of a store finds a purge due already:
     * after each restart of a host that has no other worker sweeping meanwhile. Where the store
     * reads this very clock, it vouches for nothing.
     */
    public Builder workersClock(InstantSource clock) {
      Objects.requireNonNull(clock, "clock");
      this.workersClock = clock;
      return this;
    }

    /** A margin of zero is no margin: whoever says so relies on his clocks altogether. */
    private void clockWithinMargin() {
      Duration margin = settings.purgeMargin();
      Duration limit = safeguards.clockLimit();
      if (safeguards.clockGuarded()
          && !margin.isZero()
          && limit.multipliedBy(2).plus(Commit.DECIDED_WITHIN).compareTo(margin) >= 0) {
        throw new IllegalStateException(
            "twice the clockLimit of "
                + limit
                + " in the safeguards, and the "
                + Commit.DECIDED_WITHIN
                + " that a decision may take, is not less than the purgeMargin of "
                + margin
                + " in the settings: clocks that far apart could purge before the deadline"
                + " (SAF-05)");
      }
    }

    private @Nullable FreshLooks looks() {
      if (!safeguards.looksAfresh()) {
        return null;
      }
      if (freshLook == null) {
        throw new IllegalStateException(
            "nobody can be asked before a purge (SAF-02): give freshLook(…), or say"
                + " safeguards(Safeguards.builder().withoutFreshLook().build())");
      }
      return new FreshLooks(freshLook);
    }

    /**
     * The engine.
     *
     * @throws IllegalStateException if it is to look afresh and nobody can be asked, if clocks may
     *     lie further apart than a purge's margin makes good, or a policy has another content than
     *     the store has kept of the same version
     */
    public Reprieve build() {
      clockWithinMargin();
      return new Reprieve(this);
    }
  }
}
