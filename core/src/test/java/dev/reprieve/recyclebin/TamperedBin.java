package dev.reprieve.recyclebin;

import dev.reprieve.model.InstanceKey;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** What somebody who can write to a store's tables makes of it: for reading alone. */
final class TamperedBin {
  private final RecycleBinRepository honest;
  private final Map<InstanceKey, AuditTrail> trails = new HashMap<>();
  private final Set<InstanceKey> vanished = new HashSet<>();
  private List<AuditAnchor> anchors;

  TamperedBin(RecycleBinRepository honest) {
    this.honest = honest;
    this.anchors = honest.anchors(0, Integer.MAX_VALUE);
  }

  /** Puts other lines in the place of a trail's, and leaves its head. */
  TamperedBin lines(InstanceKey key, List<AuditLine> lines) {
    trails.put(key, new AuditTrail(key, lines, trail(key).head()));
    return this;
  }

  /** Writes a trail anew from the entries, with links and head as if it had always been so. */
  TamperedBin rewritten(InstanceKey key, List<AuditEntry> entries) {
    List<AuditLine> lines = new ArrayList<>();
    AuditHead head = null;
    List<AuditLine> before = trail(key).lines();
    for (int i = 0; i < entries.size(); i++) {
      long position =
          i < before.size()
              ? before.get(i).position()
              : before.get(before.size() - 1).position() + i;
      AuditLine line = AuditChain.next(head, position, entries.get(i));
      lines.add(line);
      head = new AuditHead(key, line.sequence(), line.digest());
    }
    trails.put(key, new AuditTrail(key, lines, head));
    return this;
  }

  /** Takes an instance away, its row and its trail. */
  TamperedBin vanished(InstanceKey key) {
    vanished.add(key);
    trails.put(key, new AuditTrail(key, List.of(), null));
    return this;
  }

  TamperedBin anchors(List<AuditAnchor> others) {
    anchors = List.copyOf(others);
    return this;
  }

  AuditTrail trail(InstanceKey key) {
    AuditTrail tampered = trails.get(key);
    return tampered != null ? tampered : key == null ? honest.storeTrail() : honest.trail(key);
  }

  RecycleBinRepository asStore() {
    return (RecycleBinRepository)
        Proxy.newProxyInstance(
            RecycleBinRepository.class.getClassLoader(),
            new Class<?>[] {RecycleBinRepository.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "trail" -> trail((InstanceKey) arguments[0]);
                  case "storeTrail" -> trail(null);
                  case "anchors" ->
                      anchors.stream()
                          .filter(anchor -> anchor.number() > (Long) arguments[0])
                          .limit((Integer) arguments[1])
                          .toList();
                  case "list" ->
                      honest.list((BinQuery) arguments[0]).stream()
                          .filter(row -> !vanished.contains(row.key()))
                          .toList();
                  default -> {
                    try {
                      yield method.invoke(honest, arguments);
                    } catch (InvocationTargetException thrown) {
                      throw Objects.requireNonNull(thrown.getCause());
                    }
                  }
                });
  }
}
