package dev.reprieve.verification.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.reprieve.policy.PolicyRegistry;
import dev.reprieve.verification.conformance.InProcess;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/** Every row of every table, with its rule and its effects. */
@Tag("RED-01")
@Tag("RED-02")
@Tag("RED-04")
@Tag("RED-05")
@Tag("RED-06")
@Tag("RED-08")
@Tag("RED-09")
@Tag("MDB-01")
@Tag("MDB-02")
@Tag("MDB-03")
@Tag("MDB-04")
@Tag("MDB-05")
@Tag("MDB-06")
@Tag("MDB-07")
@Tag("MDB-08")
@Tag("MDB-09")
@Tag("MDB-10")
@Tag("MDB-16")
@Tag("KEC-01")
@Tag("KEC-02")
@Tag("KEC-04")
@Tag("KEC-05")
@Tag("KEC-11")
@Tag("KEC-12")
class TableStoriesTest {
  private final PolicyRegistry policies = PolicyRegistry.discover();

  @TestFactory
  Stream<DynamicTest> rows() {
    return Stories.all().stream()
        .map(
            story ->
                dynamicTest(
                    story.name(),
                    () -> assertThat(InProcess.difference(story, policies)).isNull()));
  }
}
