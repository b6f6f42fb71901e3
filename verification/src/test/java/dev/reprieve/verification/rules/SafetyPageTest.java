package dev.reprieve.verification.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprieve.recyclebin.WaitingFor;
import dev.reprieve.verification.conformance.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The page on safety names tests that are there and run, and has one for each of its cases. */
class SafetyPageTest {
  private static final Pattern TEST = Pattern.compile("`(\\w+#\\w+)`");
  private static final Pattern RULE = Pattern.compile("\\b[A-Z]{3}-\\d{2}\\b");

  private static String page() throws IOException {
    return Files.readString(Checkout.root().resolve("docs").resolve("safety.md"));
  }

  private static List<String> named(String text) {
    return TEST.matcher(text).results().map(found -> found.group(1)).toList();
  }

  /** The tests that the build runs, without their packages. */
  private static Set<String> tests() {
    return TaggedTests.ofAllModules().tests().stream()
        .map(test -> test.substring(test.lastIndexOf('.', test.indexOf('#')) + 1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void everyTestThatThePageNamesIsThere() throws IOException {
    assertThat(named(page())).hasSizeGreaterThan(40);
    assertThat(tests()).containsAll(named(page()));
  }

  @Test
  void everyCaseNamesATestAndARule() throws IOException {
    String page = page();
    List<String> cases =
        page.substring(page.indexOf("## What has happened elsewhere"))
            .lines()
            .filter(line -> line.startsWith("| ") && !line.matches("\\| (When, who|Where) .*"))
            .toList();
    assertThat(cases).hasSize(27);
    assertThat(cases)
        .allSatisfy(
            row -> {
              String[] cells = row.split(" \\| ", -1);
              assertThat(cells).as(row).hasSize(4);
              assertThat(named(cells[3])).as(row).isNotEmpty();
            });
  }

  /** Each safeguard of the rulebook that is built, and so has a test, stands in the table. */
  @Test
  void everySafeguardIsSaid() throws IOException {
    String page = page();
    String table =
        page.substring(
            page.indexOf("## Which safeguards there are"), page.indexOf("## Three in the morning"));
    Set<String> rules =
        RULE.matcher(table).results().map(MatchResult::group).collect(Collectors.toSet());
    List<String> built =
        TaggedTests.ofAllModules().testsByTag().keySet().stream()
            .filter(tag -> tag.startsWith("SAF-"))
            .toList();
    assertThat(built).hasSizeGreaterThan(18);
    assertThat(rules).containsAll(built);
  }

  /** An operator finds whatever a row can wait for. */
  @Test
  void everythingThatARowWaitsForIsExplained() throws IOException {
    String page = page();
    assertThat(WaitingFor.values())
        .allSatisfy(waiting -> assertThat(page).contains("| `" + waiting + "` | "));
  }

  @Test
  void aTestThatIsNotThereIsFound() {
    assertThat(named("| x | `NoSuchTest#itIsNot`, `RuleId#x` |"))
        .containsExactly("NoSuchTest#itIsNot", "RuleId#x");
    assertThat(tests())
        .doesNotContain("NoSuchTest#itIsNot")
        .contains("SafetyPageTest#aTestThatIsNotThereIsFound");
  }
}
