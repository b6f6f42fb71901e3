package dev.reprieve.verification.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprieve.verification.packaging.ProbeHost.Way;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A third party's broken jar costs a line in the log, and no other policy. */
@Tag("packaged")
class BrokenProvidersTest {
  private static final String SKIPPED =
      "A provider of retention policies cannot be used and is skipped";

  @TempDir static Path scratch;
  private static ProbeHost host;
  private static Path good;
  private static Path usurping;
  private static List<Path> broken;

  @BeforeAll
  static void build() {
    host = new ProbeHost(scratch);
    good = Plugin.of(scratch, "good", Plugin.providing("shelf")).jar();
    usurping = Plugin.of(scratch, "usurping", Plugin.providing("redis")).jar();
    broken =
        Stream.of(
                Plugin.of(
                    scratch,
                    "throwing",
                    """
                    public final class Provider implements RetentionPolicyProvider {
                      public Provider() {
                        throw new IllegalStateException("thrown by acme.throwing");
                      }
                      public List<RetentionPolicy> policies() {
                        return List.of();
                      }
                    }
                    """),
                Plugin.of(scratch, "later", Plugin.providing("later")).forALaterJava(),
                Plugin.of(scratch, "stranger", Plugin.providing("stranger"))
                    .spoiledBy(scratch, "public final class Provider {}"),
                Plugin.of(
                        scratch,
                        "unlinked",
                        """
                        public final class Provider implements RetentionPolicyProvider {
                          public List<RetentionPolicy> policies() {
                            return Missing.policies();
                          }
                        }
                        final class Missing {
                          static List<RetentionPolicy> policies() {
                            return List.of();
                          }
                        }
                        """)
                    .without("Missing"),
                Plugin.of(
                    scratch,
                    "refused",
                    Plugin.providing("refused").replace("1, InstanceState", "0, InstanceState")))
            .map(Plugin::jar)
            .toList();
  }

  static Stream<Arguments> everywhere() {
    return DiscoveryTest.everywhere();
  }

  @ParameterizedTest
  @MethodSource("everywhere")
  void whatIsBrokenIsSkippedWithALineInTheLogAndHidesNothing(Jdk jdk, Way way) {
    List<Path> plugins = Stream.concat(broken.stream(), Stream.of(good)).toList();
    Forked probe = host.run(jdk, way, plugins).succeeded();

    assertThat(policies(probe))
        .containsExactly(
            "kec version 1", "mongodb version 1", "redis version 1", "shelf version 1");
    // On the module path the Java platform also reads the file of a module's jar, and what it
    // cannot load it cannot know to be that module's: the one for a later Java is told twice.
    assertThat(Pattern.compile(Pattern.quote(SKIPPED)).matcher(probe.err()).results())
        .hasSize(way == Way.MODULE_PATH ? 6 : 5);
    assertThat(probe.err())
        .contains("thrown by acme.throwing")
        .containsPattern("acme[./]later[./]Provider has been compiled by a more recent version")
        .containsPattern("acme\\.stranger\\.Provider not a subtype")
        .containsPattern("NoClassDefFoundError: acme/unlinked/Missing")
        .containsPattern("acme\\.refused\\.Provider\\.policies");
  }

  @ParameterizedTest
  @MethodSource("everywhere")
  void whatProvidersSayDifferentlyOfOneVersionIsTakenFromNoneOfThem(Jdk jdk, Way way) {
    Forked probe = host.run(jdk, way, List.of(usurping, good)).succeeded();

    assertThat(policies(probe))
        .containsExactly("kec version 1", "mongodb version 1", "shelf version 1");
    assertThat(probe.err().lines())
        .singleElement()
        .asString()
        .endsWith(
            "2 providers of retention policies say different things of redis version 1:"
                + " all are skipped");
  }

  private static List<String> policies(Forked probe) {
    return probe.out().stream()
        .filter(line -> line.startsWith("policy "))
        .map(line -> line.substring("policy ".length()))
        .toList();
  }
}
