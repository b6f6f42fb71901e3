package dev.reprieve;

import dev.reprieve.guard.RestoreCheck;
import dev.reprieve.guard.RestoreCheck.Finding;
import dev.reprieve.guard.RestoreCheck.Need;
import dev.reprieve.model.Answer;
import dev.reprieve.model.Decision;
import dev.reprieve.model.Event;
import dev.reprieve.model.Instance;
import dev.reprieve.model.InstanceKey;
import dev.reprieve.recyclebin.RecycleBinRepository;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts together what the rules and the host say before something is brought back (SAF-08). */
final class RestoreChecks {
  private static final Logger LOG = LoggerFactory.getLogger(RestoreChecks.class);

  private final RecycleBinRepository bin;
  private final Desk desk;
  private final @Nullable RestoreCheck host;

  /**
   * @param host null where nobody can be asked
   */
  RestoreChecks(RecycleBinRepository bin, Desk desk, @Nullable RestoreCheck host) {
    this.bin = bin;
    this.desk = desk;
    this.host = host;
  }

  RestorePreview preview(InstanceKey key, Event event) {
    Answer answer = desk.report(key, event, true);
    Instance instance = bin.find(key);
    Map<Need, String> obstacles =
        instance == null || instance.state().isTerminal() ? Map.of() : obstacles(instance, event);
    Map<String, String> notCarried = new TreeMap<>();
    for (Decision step : answer.steps()) {
      notCarried.putAll(step.notCarried());
    }
    return new RestorePreview(answer, obstacles, notCarried);
  }

  private Map<Need, String> obstacles(Instance instance, Event event) {
    Map<Need, String> obstacles = new EnumMap<>(Need.class);
    Map<Need, Finding> found = ask(instance, event);
    for (Need need : Need.values()) {
      Finding finding = found == null ? null : found.get(need);
      String obstacle = finding == null ? unanswered(need) : finding.obstacle();
      if (obstacle != null) {
        obstacles.put(need, obstacle);
      }
    }
    return obstacles;
  }

  private @Nullable Map<Need, Finding> ask(Instance instance, Event event) {
    if (host == null) {
      return null;
    }
    try {
      return host.check(instance, event);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return null;
    } catch (Exception broken) {
      LOG.warn("The host cannot say whether {} could come back", instance.key(), broken);
      return null;
    }
  }

  private String unanswered(Need need) {
    return host == null
        ? "nobody can be asked about " + need + ": the engine has no restoreCheck (SAF-08)"
        : "the host did not answer about " + need + " (SAF-08)";
  }
}
