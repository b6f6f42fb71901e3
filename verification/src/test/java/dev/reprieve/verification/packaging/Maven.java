package dev.reprieve.verification.packaging;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The Maven that runs this test, run once more with a local repository of its own. What it needs
 * comes as from a remote one out of the outer build's local repository, except for snapshots; where
 * the outer build is online the usual places follow. So an artifact of ours that happens to be
 * installed on the machine is never seen.
 */
final class Maven {
  private static final boolean OFFLINE =
      System.getProperty("reprieve.maven.offline").equals("offline=true");

  private Maven() {}

  /**
   * Runs Maven.
   *
   * @param project the folder of the pom
   * @param repository its local repository
   * @param remote a folder that is one more remote repository, or null
   */
  static Forked run(
      Path project,
      Path repository,
      @Nullable Path remote,
      Map<String, String> environment,
      List<String> arguments) {
    Path settings = project.resolveSibling(project.getFileName() + "-settings.xml");
    try {
      Files.createDirectories(repository);
      Files.writeString(settings, settings(remote));
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("reprieve.maven.home"), "bin", "mvn").toString());
    command.addAll(List.of("-B", "-ntp", "-s", settings.toString()));
    command.add("-Dmaven.repo.local=" + repository);
    command.addAll(arguments);
    Map<String, String> all = new TreeMap<>(environment);
    all.put("JAVA_HOME", Jdk.current().home().toString());
    all.put("JAVA_HOME_25", "");
    return Forked.run(project, all, command);
  }

  /** As a URL that Maven takes. */
  static String url(Path folder) {
    return folder.toUri().toString();
  }

  private static String settings(@Nullable Path remote) {
    Path outer = Path.of(System.getProperty("reprieve.maven.repository"));
    String mirror =
        "<mirror><id>outside</id><mirrorOf>external:*</mirrorOf><url>%s</url></mirror>"
            .formatted(url(outer));
    return """
    <settings>
      <mirrors>%s</mirrors>
      <profiles>
        <profile>
          <id>places</id>
          <repositories>
            <repository>%s</repository>
            %s
          </repositories>
          <pluginRepositories>
            <pluginRepository>%s</pluginRepository>
          </pluginRepositories>
        </profile>
      </profiles>
      <activeProfiles><activeProfile>places</activeProfile></activeProfiles>
    </settings>
    """
        .formatted(
            OFFLINE ? mirror : "",
            place("outer", outer, false),
            remote == null
                ? ""
                : "<repository>" + place("deployed", remote, true) + "</repository>",
            place("outer", outer, false));
  }

  private static String place(String id, Path folder, boolean snapshots) {
    return """
    <id>%s</id>
    <url>%s</url>
    <releases><checksumPolicy>ignore</checksumPolicy></releases>
    <snapshots><enabled>%s</enabled></snapshots>
    """
        .formatted(id, url(folder), snapshots);
  }
}
