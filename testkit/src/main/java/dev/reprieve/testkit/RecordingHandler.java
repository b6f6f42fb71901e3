package dev.reprieve.testkit;

import dev.reprieve.effect.BackupFacts;
import dev.reprieve.effect.EffectHandler;
import dev.reprieve.effect.EffectRequest;
import dev.reprieve.effect.EffectResult;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A handler that does nothing, remembers what it was handed, and answers as the test says: done at
 * once where nothing is said. It can fail, throw, work for long, or answer otherwise each time. Not
 * thread-safe.
 */
public final class RecordingHandler implements EffectHandler {
  private final List<EffectRequest> handed = new ArrayList<>();
  private final Map<String, EffectHandler> always = new HashMap<>();
  private final Map<String, Deque<EffectHandler>> once = new HashMap<>();

  /** A handler that answers "done" to everything. */
  public RecordingHandler() {}

  /** Has effects of a name answered so from now on. */
  public RecordingHandler answers(String effect, EffectHandler answer) {
    always.put(effect, answer);
    return this;
  }

  /** Has the next effect of a name answered so, once; several of these are used up in order. */
  public RecordingHandler answersOnce(String effect, EffectHandler answer) {
    once.computeIfAbsent(effect, name -> new ArrayDeque<>()).add(answer);
    return this;
  }

  /** Has effects of a name fail from now on. */
  public RecordingHandler fails(String effect, String reason) {
    return answers(effect, request -> EffectResult.failed(reason));
  }

  /** Has effects of a name throw from now on, as a broken handler does. */
  public RecordingHandler throwsAt(String effect, String message) {
    return answers(
        effect,
        request -> {
          throw new IllegalStateException(message);
        });
  }

  /** Has effects of a name done at once again. */
  public RecordingHandler recovers(String effect) {
    always.remove(effect);
    once.remove(effect);
    return this;
  }

  @Override
  public EffectResult handle(EffectRequest request) throws Exception {
    handed.add(request);
    String name = request.effect().type().name();
    Deque<EffectHandler> next = once.get(name);
    EffectHandler answer = next == null ? null : next.poll();
    if (answer == null) {
      answer = always.get(name);
    }
    return answer == null ? done(request) : answer.handle(request);
  }

  private static EffectResult done(EffectRequest request) {
    return BackupFacts.neededBy(request.effect().type())
        ? EffectResult.done(
            BackupFacts.of("synthetic-backup", request.instance().key(), request.identity()))
        : EffectResult.done();
  }

  /** What was handed out, in order, each attempt. */
  public List<EffectRequest> requests() {
    return List.copyOf(handed);
  }

  /** The names of what was handed out, in order, each attempt. */
  public List<String> names() {
    return handed.stream().map(request -> request.effect().type().name()).toList();
  }
}
