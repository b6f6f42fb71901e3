package dev.reprieve.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprieve.policy.PolicyPictures;
import dev.reprieve.policy.PolicyRegistry;
import dev.reprieve.policy.Profile;
import dev.reprieve.policy.RetentionPolicy;
import dev.reprieve.policy.RetentionTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The pages under {@code docs/policies} are drawn from the tables. When a table changes, run this
 * with {@code -Dreprieve.docs.write=true} and read what has changed before it is committed.
 */
class PolicyPagesTest {
  private static final Path PAGES =
      Path.of(System.getProperty("reprieve.root", "../.."), "docs", "policies");

  static Stream<RetentionPolicy> policies() {
    return PolicyRegistry.discover().latest().stream();
  }

  @ParameterizedTest
  @MethodSource("policies")
  void aPageIsNotStale(RetentionPolicy policy) throws IOException {
    Path page = PAGES.resolve(policy.id() + ".md");
    if (Boolean.getBoolean("reprieve.docs.write")) {
      Files.createDirectories(PAGES);
      Files.writeString(page, page(policy));
    }

    assertThat(page).hasContent(page(policy));
  }

  private static String page(RetentionPolicy policy) {
    StringBuilder text = new StringBuilder();
    text.append("# ").append(policy.id()).append(", version ").append(policy.version());
    text.append("\n\nDrawn from the tables; do not edit. T is the expiry of a subscription or the");
    text.append(" start of arrears.\n\n");
    text.append(PolicyPictures.markdown(policy));
    text.append("## As pictures\n");
    for (Profile profile : policy.profiles().values()) {
      for (RetentionTable table : profile.tables()) {
        text.append("\n### ").append(profile.name()).append(": ").append(table.name());
        text.append("\n\n```mermaid\n")
            .append(PolicyPictures.mermaid(policy, table))
            .append("```\n");
      }
    }
    return text.toString();
  }
}
