package dev.reprieve.verification.ci;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprieve.verification.conformance.Checkout;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The gate's scripts, on a machine of which the test says what is on it. */
@DisabledOnOs(OS.WINDOWS)
class CiScriptTest {
  private static final List<String> TOOLS =
      List.of("bash", "dirname", "env", "grep", "readlink", "sed");

  @TempDir Path machine;
  private Path tools;
  private Path jdks;
  private final Map<String, String> environment = new TreeMap<>();

  @BeforeEach
  void prepareTheMachine() throws IOException {
    tools = Files.createDirectory(machine.resolve("bin"));
    jdks = Files.createDirectory(machine.resolve("jdks"));
    for (String tool : TOOLS) {
      stub(tool, "exec %s \"$@\"".formatted(installed(tool)));
    }
    stub("apt-get", "exit 100");
    stub("mvn", "echo \"maven $*, JAVA_HOME_25=$JAVA_HOME_25\"; exit ${MAVEN_ENDS_WITH:-0}");
    environment.put("PATH", tools.toString());
    environment.put("HOME", machine.toString());
    environment.put("FIND_JDK_IN", jdks.toString());
  }

  @Test
  void withEverythingThereMavenVerifiesAndItsEndIsTheGatesEnd() throws Exception {
    stub("redis-server", "");
    Path jdk = jdk("one", "25.0.3", true);
    assertThat(run("run")).startsWith("0 ").contains("-B -ntp verify, JAVA_HOME_25=" + jdk + "\n");
    environment.put("MAVEN_ENDS_WITH", "7");
    assertThat(run("run")).startsWith("7 ");
  }

  @Test
  void withoutRedisTheGateFailsAndSaysWhy() throws Exception {
    jdk("one", "25.0.3", true);
    assertThat(run("run"))
        .startsWith("1 ")
        .contains("no redis-server, and none can be installed")
        .doesNotContain("maven");
  }

  @Test
  void withoutTheSecondJdkTheGateFailsAndSaysWhy() throws Exception {
    stub("redis-server", "");
    jdk("one", "17.0.15", true);
    assertThat(run("run"))
        .startsWith("1 ")
        .contains("no JDK 25, and none can be installed")
        .doesNotContain("maven");
  }

  @Test
  void whatCanBeInstalledIsInstalled() throws Exception {
    stub(
        "apt-get",
        "case \"$*\" in install*redis-server) bash "
            + machine.resolve("redis-comes")
            + ";; install*openjdk-25*) bash "
            + machine.resolve("jdk-comes")
            + ";; esac");
    Path waiting = stub("waiting", "");
    Path jdk = jdk("one", "25", true);
    Path hidden = machine.resolve("hidden");
    Files.move(jdk, hidden);
    String builtins = "#!%s\n".formatted(installed("bash"));
    Files.writeString(
        machine.resolve("redis-comes"),
        builtins + "%s %s %s".formatted(installed("cp"), waiting, tools.resolve("redis-server")));
    Files.writeString(
        machine.resolve("jdk-comes"),
        builtins + "%s -r %s %s".formatted(installed("cp"), hidden, jdk));

    assertThat(run("run")).startsWith("0 ").contains("verify, JAVA_HOME_25=" + jdk + "\n");
  }

  @Test
  void aJdkIsWhatSaysSoItselfWhateverItsFolderIsCalled() throws Exception {
    jdk("jdk-25", "21.0.2", true);
    jdk("jre", "25.0.3", false);
    jdk("later", "250.0.1", true);
    Path early = jdk("some", "25-ea", true);
    assertThat(run("find-jdk", "25")).isEqualTo("0 " + early + "\n");
    assertThat(run("find-jdk", "21")).isEqualTo("0 " + jdks.resolve("jdk-25") + "\n");
    assertThat(run("find-jdk", "17")).startsWith("1 no JDK 17");
  }

  @Test
  void theEnvironmentComesFirstAndIsNotBelievedBlindly() throws Exception {
    Path named = jdk("named", "25.0.1", true);
    Path other = jdk("other", "25.0.3", true);
    for (String name : List.of("JAVA_HOME_25", "JDK_25", "JDK25", "JAVA_HOME_25_X64")) {
      environment.put(name, other.toString());
      assertThat(run("find-jdk", "25")).as(name).isEqualTo("0 " + other + "\n");
      environment.put(name, jdks.resolve("gone").toString());
      assertThat(run("find-jdk", "25")).as(name).isEqualTo("0 " + named + "\n");
      environment.remove(name);
    }
  }

  @Test
  void mavensToolchainsAreLookedAt() throws Exception {
    Path elsewhere = machine.resolve("elsewhere");
    Files.move(jdk("one", "25.0.3", true), elsewhere);
    Files.createDirectory(machine.resolve(".m2"));
    Files.writeString(
        machine.resolve(".m2/toolchains.xml"),
        "      <jdkHome>%s</jdkHome>\n".formatted(elsewhere));
    assertThat(run("find-jdk", "25")).isEqualTo("0 " + elsewhere + "\n");
  }

  private Path jdk(String folder, String version, boolean withCompiler) throws IOException {
    Path home = jdks.resolve(folder);
    Files.createDirectories(home.resolve("bin"));
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"%s\"\n".formatted(version));
    for (String program : withCompiler ? List.of("java", "javac") : List.of("java")) {
      executable(home.resolve("bin").resolve(program), "");
    }
    return home;
  }

  private Path stub(String name, String body) throws IOException {
    return executable(tools.resolve(name), body);
  }

  private static Path executable(Path file, String body) throws IOException {
    Files.writeString(file, "#!%s\n%s\n".formatted(installed("bash"), body));
    assertThat(file.toFile().setExecutable(true)).isTrue();
    return file;
  }

  private static Path installed(String tool) {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .map(folder -> Path.of(folder, tool))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + tool));
  }

  /** Status, standard output and standard error, as one text. */
  private String run(String script, String... arguments) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
                Stream.concat(
                        Stream.of(
                            installed("bash").toString(),
                            Checkout.root().resolve(".ci").resolve(script).toString()),
                        Stream.of(arguments))
                    .toList())
            .redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    return process.exitValue() + " " + said;
  }
}
