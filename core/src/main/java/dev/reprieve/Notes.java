package dev.reprieve;

import dev.reprieve.model.Answer;
import dev.reprieve.model.Instance;
import dev.reprieve.model.InstanceKey;
import dev.reprieve.model.Refusal;
import dev.reprieve.recyclebin.AuditEntry;
import dev.reprieve.recyclebin.Commit;
import dev.reprieve.recyclebin.RecycleBinRepository;
import org.jspecify.annotations.Nullable;

/** Leaves a line where something is refused that is not an event, or is noted and no more. */
final class Notes {
  private final RecycleBinRepository bin;

  Notes(RecycleBinRepository bin) {
    this.bin = bin;
  }

  /** Refuses what is not an event, and leaves a line. */
  Answer refused(Instance instance, Refusal refusal, @Nullable String by, @Nullable String why) {
    line(Audit.refused(instance, refusal, bin.now(), by, why));
    return Answer.refused(instance.key(), refusal);
  }

  /** The same of what may have no row: then it is the store's own trail that has the line. */
  Answer refusedAnyway(
      InstanceKey key, Refusal refusal, @Nullable String by, @Nullable String why) {
    Instance instance = bin.find(key);
    if (instance != null) {
      return refused(instance, refusal, by, why);
    }
    line(Audit.refusedOfNone(key, refusal, bin.now(), by, why));
    return Answer.refused(key, refusal);
  }

  void line(AuditEntry line) {
    bin.commit(Commit.of(line));
  }
}
