package dev.reprieve.expiry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * The page about the JCache TCK's expiry cases has them all, and each has its test or its reason.
 */
class JcacheCasesTest {
  private static final Pattern LINE = Pattern.compile("\\| (\\d+) \\| `\\w+` \\| (.+) \\|");
  private static final Pattern TEST = Pattern.compile("`(\\w+)#(\\w+)`");

  @Test
  void everyCaseHasATestThatIsThereOrAReason() throws IOException, ClassNotFoundException {
    Path page = Path.of(System.getProperty("reprieve.root", ".."), "docs", "key-expiry-jcache.md");
    List<Integer> cases = new ArrayList<>();
    for (String line : Files.readAllLines(page)) {
      Matcher matcher = LINE.matcher(line);
      if (!matcher.matches()) {
        continue;
      }
      cases.add(Integer.parseInt(matcher.group(1)));
      String here = matcher.group(2);
      int named = 0;
      Matcher tests = TEST.matcher(here);
      while (tests.find()) {
        named++;
        String method = tests.group(2);
        assertThat(
                Arrays.stream(
                        Class.forName("dev.reprieve.expiry." + tests.group(1)).getDeclaredMethods())
                    .filter(each -> each.isAnnotationPresent(Test.class)))
            .as(line)
            .anySatisfy(each -> assertThat(each.getName()).isEqualTo(method));
      }
      Matcher other = Pattern.compile("\\bas (\\d+)\\b").matcher(here);
      boolean refers = other.find();
      if (refers) {
        assertThat(Integer.parseInt(other.group(1))).as(line).isIn(cases);
      }
      assertThat(named > 0 || refers || here.startsWith("none: ")).as(line).isTrue();
    }
    assertThat(cases).containsExactlyElementsOf(IntStream.rangeClosed(1, 32).boxed().toList());
  }
}
