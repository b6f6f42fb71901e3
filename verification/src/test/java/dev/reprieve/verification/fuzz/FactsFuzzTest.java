package dev.reprieve.verification.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;

/** Whatever billing says, it is joined or refused in one line. */
@Tag("fuzz")
@Tag("TF-05")
@Tag("TF-07")
class FactsFuzzTest {
  private static final byte[] STATE =
      """
      {"format_version":"1.0","values":{"root_module":{"resources":[
       {"address":"a","mode":"managed","type":"alicloud_kvstore_instance","values":{"id":"r-1",
        "payment_type":"PrePaid","end_time":"2026-02-01T16:00Z"}},
       {"address":"b","mode":"managed","type":"alicloud_mongodb_instance","values":{"id":"m-1",
        "instance_charge_type":"PostPaid","storage_type":"local_ssd"}},
       {"address":"c","mode":"managed","type":"ksyun_instance","values":{"id":"k-1",
        "charge_type":"Daily"}}]}}}
      """
          .getBytes(StandardCharsets.UTF_8);

  @FuzzTest(maxDuration = "5m")
  void jsonLines(byte[] input) {
    read(input);
  }

  @FuzzTest(maxDuration = "5m")
  void csv(byte[] input) {
    read(input);
  }

  private static void read(byte[] input) {
    Path state = FuzzedCommand.file("state.json", STATE);
    Path facts = FuzzedCommand.file("facts", input);
    FuzzedCommand.run(input, "timeline", "--json", state.toString(), "--facts", facts.toString());
  }
}
