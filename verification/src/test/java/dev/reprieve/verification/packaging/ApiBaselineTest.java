package dev.reprieve.verification.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprieve.verification.conformance.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The API is compared with the last release that the changelog names, from the first one on. */
class ApiBaselineTest {
  private static final Pattern RELEASE =
      Pattern.compile("^## \\[?(\\d+\\.\\d+\\.\\d+)", Pattern.MULTILINE);

  @Test
  void theBaselineIsTheLastReleaseOfTheChangelog() throws IOException {
    List<String> released = releases(Files.readString(Checkout.root().resolve("CHANGELOG.md")));
    Pom parent = Modules.parent();
    assertThat(parent.text("/project/properties/reprieve.api.baseline"))
        .isEqualTo(released.isEmpty() ? "none" : released.get(0));
    // Where there is a release, one that is not found must fail the comparison.
    assertThat(parent.text("/project/properties/reprieve.api.unreleased"))
        .isEqualTo(String.valueOf(released.isEmpty()));
  }

  @Test
  void aReleaseIsSeen() {
    assertThat(releases("# Changelog\n\n## Unreleased\n\n## 0.2.0 (2030-01-01)\n\n## [0.1.0]\n"))
        .containsExactly("0.2.0", "0.1.0");
  }

  private static List<String> releases(String changelog) {
    return RELEASE.matcher(changelog).results().map((MatchResult it) -> it.group(1)).toList();
  }
}
