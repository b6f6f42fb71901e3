package dev.reprieve;

import dev.reprieve.model.Instance;
import dev.reprieve.model.InstanceState;
import dev.reprieve.recyclebin.BinQuery;
import dev.reprieve.recyclebin.RecycleBinRepository;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;

/** Reads a store from one end to the other, page by page; memory grows with a page alone. */
final class Rows {
  private static final int PAGE = 1_000;

  private Rows() {}

  /** Everything that is neither purged nor forgotten. */
  static Stream<Instance> living(RecycleBinRepository bin) {
    BinQuery.Builder all = BinQuery.builder();
    EnumSet.allOf(InstanceState.class).stream()
        .filter(state -> !state.isTerminal())
        .forEach(all::state);
    return of(bin, all.build());
  }

  /** Everything that the bin shows. */
  static Stream<Instance> inTheBin(RecycleBinRepository bin) {
    return of(bin, BinQuery.everything());
  }

  private static Stream<Instance> of(RecycleBinRepository bin, BinQuery query) {
    BinQuery all = query.withLimit(PAGE);
    return Stream.iterate(
            bin.list(all),
            page -> !page.isEmpty(),
            page ->
                page.size() < PAGE
                    ? List.of()
                    : bin.list(all.after(page.get(page.size() - 1).key())))
        .flatMap(List::stream);
  }
}
