package dev.reprieve.terraform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;

/** Whatever stands in a file, it is read or refused in one line, and nothing else is thrown. */
class HostileInputTest {
  private static final String STATE =
      """
      {"format_version":"1.0","values":{"root_module":{"resources":[
       {"address":"a","mode":"managed","type":"alicloud_kvstore_instance","values":{"id":"r-1",
        "payment_type":"PrePaid","end_time":"2026-02-01T16:00Z","tags":{"a":"é"}}},
       {"address":"b","mode":"data","type":"ksyun_instances","values":{"instances":[
        {"instance_id":"k","instance_state":[{"name":"active"}]}]}}],
       "child_modules":[{"resources":[]}]}}}
      """;

  private static final String RAW =
      """
      {"version":4,"resources":[{"module":"m","mode":"managed","type":"ksyun_instance","name":"k",
       "instances":[{"index_key":0,"attributes":{"id":"k","charge_type":"Daily"},
       "sensitive_attributes":[[{"type":"get_attr","value":"id"}]]}]}]}
      """;

  private static final String FACTS =
      """
      {"id":"r-1","expiresAt":"2026-02-01T16:00Z","state":"LOCKED"}
      {"id":"k","releasedAt":null}
      """;

  private static final String CSV = "id,expiresAt,state\nr-1,2026-02-01T16:00Z,LOCKED\n\"k\",,\n";

  private record Change(int place, int cut, byte[] put) {}

  @Provide
  Arbitrary<List<Change>> changes() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 1_000),
            Arbitraries.integers().between(0, 12),
            Arbitraries.oneOf(
                Arbitraries.bytes().array(byte[].class).ofMaxSize(6),
                Arbitraries.of("{", "}", "[", "]", "\"", ",", ":", "null", "1e9", "\\u0000", "\n")
                    .map(text -> text.getBytes(StandardCharsets.UTF_8))))
        .as(Change::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(4);
  }

  private static byte[] changed(String text, List<Change> changes) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    for (Change change : changes) {
      int from = change.place() % (bytes.length + 1);
      int to = Math.min(bytes.length, from + change.cut());
      byte[] next = new byte[bytes.length - (to - from) + change.put().length];
      System.arraycopy(bytes, 0, next, 0, from);
      System.arraycopy(change.put(), 0, next, from, change.put().length);
      System.arraycopy(bytes, to, next, from + change.put().length, bytes.length - to);
      bytes = next;
    }
    return bytes;
  }

  @Property
  @Tag("TF-05")
  void aStateIsReadOrRefused(@ForAll("changes") List<Change> changes) throws IOException {
    for (String text : List.of(STATE, RAW)) {
      try {
        TerraformState state =
            TerraformReader.read(new ByteArrayInputStream(changed(text, changes)));
        assertThat(state.instances().size() + state.unsupported().size()).isLessThan(6);
      } catch (UnusableFileException refused) {
        assertThat(refused.getMessage()).isNotBlank().doesNotContain("\n");
      }
    }
  }

  @Property
  @Tag("TF-07")
  void factsAreReadOrRefused(@ForAll("changes") List<Change> changes) throws IOException {
    for (String text : List.of(FACTS, CSV)) {
      List<Facts> read = new ArrayList<>();
      try {
        FactsReader.read(new ByteArrayInputStream(changed(text, changes)), read::add);
        assertThat(read).allSatisfy(facts -> assertThat(facts.id()).isNotBlank());
      } catch (UnusableFileException refused) {
        assertThat(refused.getMessage()).isNotBlank().doesNotContain("\n");
      }
    }
  }
}
