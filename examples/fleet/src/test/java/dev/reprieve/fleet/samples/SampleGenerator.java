package dev.reprieve.fleet.samples;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes the samples into the directory that is its argument, for instance {@code samples}. */
public final class SampleGenerator {
  private SampleGenerator() {}

  /** Each sample's file name and content. */
  static Map<String, String> make() {
    List<String> fleet = FleetSample.make();
    Map<String, String> files = new TreeMap<>();
    files.put("kvstore-basic.json", KvstoreSamples.basic());
    files.put("kvstore-prepaid.json", KvstoreSamples.prepaid());
    files.put("kvstore-private-connection.json", KvstoreSamples.privateConnection());
    files.put("fleet.json", fleet.get(0));
    files.put("facts.jsonl", fleet.get(1));
    return files;
  }

  /** Writes them. */
  public static void main(String[] args) throws IOException {
    Path directory = Files.createDirectories(Path.of(args[0]));
    for (Map.Entry<String, String> file : make().entrySet()) {
      Files.writeString(directory.resolve(file.getKey()), file.getValue(), StandardCharsets.UTF_8);
    }
  }
}
