package dev.reprieve.benchmarks.audit;

import dev.reprieve.model.InstanceKey;
import dev.reprieve.model.InstanceState;
import dev.reprieve.recyclebin.AuditChain;
import dev.reprieve.recyclebin.AuditDigest;
import dev.reprieve.recyclebin.AuditEntry;
import dev.reprieve.recyclebin.AuditHead;
import dev.reprieve.recyclebin.AuditLine;
import dev.reprieve.recyclebin.AuditProblem;
import dev.reprieve.recyclebin.AuditTrail;
import dev.reprieve.recyclebin.AuditVerifier;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A line of the trail with its link and without, and verifying it; figures are for one line. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@SuppressWarnings("NullAway.Init") // JMH sets the fields
public class AuditBenchmark {
  private static final int LINES = 64;

  private InstanceKey key;
  private Instant at;
  private AuditTrail trail;

  /** Writes a trail to verify. */
  @Setup
  public void write() {
    key = new InstanceKey("tenant", "region-1", "mongodb", "synthetic-instance-1");
    at = Instant.parse("2026-01-01T00:00:00Z");
    trail = linked();
  }

  private AuditEntry entry(int number) {
    return new AuditEntry(
        key,
        number,
        AuditEntry.Kind.DECISION,
        at,
        at,
        "DEADLINE",
        InstanceState.LOCKED,
        InstanceState.RETAINED,
        "MDB-05",
        null,
        List.of("VERIFY_BACKUP", "RELEASE_COMPUTE", "NOTIFY_OWNER", "DELETE_OLDER_BACKUPS"),
        "operator@example.com",
        "the rule says so");
  }

  /** Lines in a list, as they were kept before they were linked. */
  @Benchmark
  @OperationsPerInvocation(LINES)
  public List<AuditEntry> appendWithoutLinks() {
    List<AuditEntry> lines = new ArrayList<>();
    for (int i = 0; i < LINES; i++) {
      lines.add(entry(i));
    }
    return lines;
  }

  /** Lines in a list, each linked to the one before, and the head. */
  @Benchmark
  @OperationsPerInvocation(LINES)
  public AuditTrail linked() {
    List<AuditLine> lines = new ArrayList<>();
    @Nullable AuditHead head = null;
    for (int i = 0; i < LINES; i++) {
      AuditLine line = AuditChain.next(head, i + 1L, entry(i));
      lines.add(line);
      head = new AuditHead(key, line.sequence(), line.digest());
    }
    return new AuditTrail(key, lines, head);
  }

  /** Verifying the links of a trail. */
  @Benchmark
  @OperationsPerInvocation(LINES)
  public List<AuditProblem> verify() {
    return AuditVerifier.problems(trail);
  }

  /** One digest alone. */
  @Benchmark
  public AuditDigest digest() {
    return AuditChain.digest(AuditDigest.NONE, 1, 1, trail.lines().get(0).entry());
  }
}
