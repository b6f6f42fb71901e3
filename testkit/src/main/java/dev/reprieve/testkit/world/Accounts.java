package dev.reprieve.testkit.world;

import dev.reprieve.Adoption;
import dev.reprieve.OwnerAnswer;
import dev.reprieve.model.Answer;
import dev.reprieve.model.Event;
import dev.reprieve.model.Instance;
import dev.reprieve.model.InstanceState;
import dev.reprieve.model.Operation;
import dev.reprieve.model.OwnerKey;
import dev.reprieve.model.Refusal;
import dev.reprieve.model.RefusalCode;
import dev.reprieve.policy.Interpreter;
import dev.reprieve.recyclebin.AuditEntry;
import dev.reprieve.recyclebin.Commit;
import dev.reprieve.recyclebin.OwnerChange;
import dev.reprieve.recyclebin.OwnerFact;
import dev.reprieve.recyclebin.RecycleBinRepository;
import dev.reprieve.recyclebin.RowChange;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The model of what is recorded of owners (OWN-02, ALL-05): what the messages give that were
 * recorded, each once, in the order in which they were; and how instances begin by it.
 */
final class Accounts {
  private final Plan plan;
  private final Interpreter.Settings settings;
  private final Map<String, Account> accounts = new TreeMap<>();

  Accounts(Plan plan, Interpreter.Settings settings) {
    this.plan = plan;
    this.settings = settings;
  }

  private Account of(String owner) {
    return accounts.computeIfAbsent(owner, fresh -> new Account());
  }

  /** A commit was written. */
  void committed(Commit commit, Worker worker) {
    OwnerChange change = commit.ownerChange();
    if (change != null) {
      recorded(change, commit, worker);
    } else if (commit.audit().stream().anyMatch(Accounts::saysOfAnOwner)) {
      throw new Breach("the trail says of an owner what is not recorded", commit.toString());
    }
    for (RowChange row : commit.rows()) {
      for (AuditEntry line : commit.audit()) {
        boolean its = row.next().key().equals(line.key());
        if (its && line.kind() == AuditEntry.Kind.DECISION) {
          decided(row.next(), line, worker);
        }
      }
    }
  }

  private static boolean saysOfAnOwner(AuditEntry line) {
    return line.key() == null
        && line.kind() == AuditEntry.Kind.ACT
        && (line.cause().equals(Operation.ARREARS.name())
            || line.cause().equals(Operation.SETTLE.name()));
  }

  private void recorded(OwnerChange change, Commit commit, Worker worker) {
    OwnerFact next = change.next();
    if (!(worker.act() instanceof Act.TellOwner said)
        || !next.owner().equals(new OwnerKey(PlanDrawer.TENANT, said.owner()))) {
      throw new Breach("of an owner is recorded what nobody has said", next.toString());
    }
    Account account = of(said.owner());
    Event event = said.event();
    if (change.expectedVersion() != account.version || next.version() <= account.version) {
      throw new Breach(
          "what is recorded of an owner was overwritten", account.version + " by " + change);
    }
    if (account.heard.putIfAbsent(String.valueOf(event.id()), event) != null) {
      throw new Breach("an old message of an owner is taken for news", event.toString());
    }
    boolean line = false;
    for (AuditEntry entry : commit.audit()) {
      line |= entry.key() == null && Objects.equals(entry.by(), event.by());
    }
    if (!line) {
      throw new Breach("the trail lacks what is recorded of an owner", next.toString());
    }
    Instant decided = Objects.requireNonNull(commit.decidedAt());
    account.hear(event, decided.plus(settings.futureTolerance()));
    account.version = next.version();
    if (!account.isRecordedAs(next)) {
      throw new Breach("of an owner is recorded what was not said", account + ", and " + next);
    }
  }

  private void decided(Instance row, AuditEntry line, Worker worker) {
    if (row.billing().isSubscription()) {
      return;
    }
    Account account = of(row.owner());
    boolean owes = account.arrearsSince != null;
    boolean begins = line.from() == null && !isToldByTheHost(worker);
    if (begins && (row.arrearsSince() != null) != owes) {
      throw new Breach("an instance begins otherwise than its owner", row + ", owes: " + owes);
    }
    Event said = worker.act() instanceof Act.TellOwner tell ? tell.event() : null;
    if (said == null || !Objects.equals(said.by(), line.by())) {
      return;
    }
    if (!said.equals(account.heard.get(String.valueOf(said.id())))) {
      throw new Breach("an instance hears what its owner has not", line.toString());
    }
    if (said.operation().equals(Operation.ARREARS) && !owes) {
      throw new Breach("an instance owes what its owner does not", line.toString());
    }
  }

  /** Whether the host itself knows of arrears of what is adopted (ADO-01). */
  private boolean isToldByTheHost(Worker worker) {
    Adoption adoption =
        worker.act() instanceof Act.TakeIn taken
            ? plan.extras().adoptions().get(taken.member())
            : null;
    return adoption != null
        && (adoption.arrearsSince() != null
            || (adoption.state() == InstanceState.LOCKED && adoption.lockedByOthers() == null));
  }

  /** Whoever said something of an owner was answered. */
  void answered(Act.TellOwner said, OwnerAnswer answer, RecycleBinRepository store) {
    if (answer.kind() == Answer.Kind.LOST_RACE) {
      return;
    }
    Event event = said.event();
    Refusal refusal = answer.refusal();
    Event first = of(said.owner()).heard.get(String.valueOf(event.id()));
    boolean reused = refusal != null && refusal.code().equals(RefusalCode.EVENT_ID_REUSED);
    if (first == null) {
      throw new Breach("what was said of an owner is lost", event + ": " + answer);
    }
    if (first.equals(event) == reused) {
      throw new Breach("of an owner an id was used twice", first + ", and " + event);
    }
    if (!said.interruptions().isEmpty()) {
      return;
    }
    for (Instance row : store.ofOwner(new OwnerKey(PlanDrawer.TENANT, said.owner()))) {
      boolean meant = !row.billing().isSubscription() && !row.state().isTerminal();
      if (meant && !answer.instances().containsKey(row.key())) {
        throw new Breach("what was said of an owner did not reach an instance", row.toString());
      }
      if (meant) {
        isTrue(answer.instances().get(row.key()), event, row);
      }
    }
  }

  private static void isTrue(@Nullable Answer answer, Event event, Instance row) {
    if (answer == null || !answer.isApplied() || answer.repeated()) {
      return;
    }
    if (event.operation().equals(Operation.ARREARS) != (row.arrearsSince() != null)) {
      throw new Breach("an answer is not true", answer.kind() + " to " + event + ", and " + row);
    }
  }

  /** What the store has at the end is what was written. */
  void check(RecycleBinRepository store) {
    accounts.forEach(
        (owner, account) -> {
          OwnerFact fact = store.ownerFact(new OwnerKey(PlanDrawer.TENANT, owner));
          if (fact.version() != account.version || !account.isRecordedAs(fact)) {
            throw new Breach("what was recorded of an owner is lost", account + ", and " + fact);
          }
        });
  }

  /** What has been recorded of one owner. */
  private static final class Account {
    private final Map<String, Event> heard = new HashMap<>();
    private @Nullable Instant arrearsSince;
    private @Nullable Instant settledAt;
    private long version;

    void hear(Event event, Instant latest) {
      if (event.at().isAfter(latest)) {
        return;
      }
      Instant at = event.at();
      boolean settled = settledAt != null && at.isBefore(settledAt);
      if (event.operation().equals(Operation.SETTLE)) {
        arrearsSince = null;
        settledAt = settled ? settledAt : at;
      } else if (arrearsSince == null && !settled) {
        arrearsSince = at;
      }
    }

    boolean isRecordedAs(OwnerFact fact) {
      return Objects.equals(arrearsSince, fact.arrearsSince())
          && Objects.equals(settledAt, fact.settledAt());
    }

    @Override
    public String toString() {
      return "version " + version + ": owes since " + arrearsSince + ", settled at " + settledAt;
    }
  }
}
