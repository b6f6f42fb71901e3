package dev.reprieve.recyclebin;

import dev.reprieve.model.InstanceKey;
import dev.reprieve.model.Microseconds;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The trails of the store in memory and their anchors. The store's lock guards it. */
final class InMemoryTrails {
  private final Map<@Nullable InstanceKey, Trail> trails = new HashMap<>();
  private final Set<Trail> grown = new LinkedHashSet<>();
  private final List<AuditAnchor> anchors = new ArrayList<>();
  private long written;

  void append(AuditEntry entry) {
    InstanceKey key = entry.key();
    Trail trail = trails.get(key);
    if (trail == null) {
      trail = new Trail(key);
      trails.put(key, trail);
    }
    trail.append(AuditChain.next(trail.head, ++written, entry));
    grown.add(trail);
  }

  AuditTrail of(@Nullable InstanceKey key) {
    Trail trail = trails.get(key);
    return trail == null
        ? new AuditTrail(key, List.of(), null)
        : new AuditTrail(key, trail.lines, trail.head);
  }

  AuditAnchor anchor(Instant now) {
    List<AuditHead> heads = new ArrayList<>();
    for (Trail trail : grown) {
      AuditHead head = trail.head;
      if (head != null) {
        heads.add(head);
      }
    }
    AuditAnchor anchor =
        AuditChain.anchor(
            anchors.isEmpty() ? null : anchors.get(anchors.size() - 1),
            Microseconds.down(now),
            written,
            written,
            heads);
    anchors.add(anchor);
    grown.clear();
    return anchor;
  }

  List<AuditAnchor> anchors(long after, int limit) {
    return anchors.stream().filter(anchor -> anchor.number() > after).limit(limit).toList();
  }

  /** The lines of one instance. */
  private static final class Trail {
    private final @Nullable InstanceKey key;
    private final List<AuditLine> lines = new ArrayList<>();
    private @Nullable AuditHead head;

    Trail(@Nullable InstanceKey key) {
      this.key = key;
    }

    void append(AuditLine line) {
      lines.add(line);
      head = new AuditHead(key, line.sequence(), line.digest());
    }
  }
}
