package dev.reprieve.terraform;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Collects the governed resources of a file and what its data sources say, and joins them when all
 * is read: a data source may stand anywhere (TF-11). Not thread-safe.
 */
final class Collector implements ResourceSink<Values> {
  /** All providers together have fewer. */
  private static final int MOST_TYPES = 100_000;

  private final List<Draft> drafts = new ArrayList<>();
  private final TreeMap<String, Integer> unsupported = new TreeMap<>();
  private final Map<String, List<DataEntry>> entries = new HashMap<>();

  @Override
  public boolean wants(String type) {
    return ResourceKind.of(type) != null || ResourceKind.isDataSource(type);
  }

  @Override
  public Values parse(JsonParser json) throws IOException {
    return Values.parse(json);
  }

  @Override
  public void add(
      @Nullable String mode,
      @Nullable String type,
      String address,
      @Nullable Values values,
      Set<String> sensitive)
      throws StreamConstraintsException {
    Values known = values == null ? new Values() : values;
    String named = type == null ? "?" : type;
    if ("data".equals(mode)) {
      if (ResourceKind.isDataSource(named)) {
        known.entries().forEach(entry -> addEntry(named, entry));
      }
      return;
    }
    ResourceKind kind = ResourceKind.of(named);
    if (kind == null) {
      if (unsupported.merge(named, 1, Integer::sum) == 1 && unsupported.size() > MOST_TYPES) {
        throw new StreamConstraintsException("too many resource types");
      }
      return;
    }
    known.forgetSensitive(sensitive);
    drafts.add(Draft.of(kind, address, known));
  }

  private void addEntry(String dataSource, Values values) {
    String id = values.firstText("id", "db_instance_id", "instance_id");
    if (id != null) {
      entries
          .computeIfAbsent(keyOf(dataSource, id), key -> new ArrayList<>(1))
          .add(DataEntry.of(values));
    }
  }

  TerraformState joined() {
    List<GovernedInstance> instances = new ArrayList<>(drafts.size());
    for (Draft draft : drafts) {
      String id = draft.id();
      if (id != null) {
        entries
            .getOrDefault(keyOf(draft.kind().dataSource, id), List.of())
            .forEach(draft::joinWith);
      }
      instances.add(draft.finish());
    }
    return new TerraformState(instances, unsupported);
  }

  private static String keyOf(String dataSource, String id) {
    return dataSource + "\n" + id;
  }
}
