package dev.reprieve.testkit.world;

import dev.reprieve.model.Event;
import dev.reprieve.model.Operation;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Everything that was ever said, by its sender, and how often each was accepted. */
final class Letters {
  private final Map<String, Event> sent = new HashMap<>();
  private final Map<String, Integer> accepted = new HashMap<>();
  private final Set<String> ownersInArrears = new HashSet<>();

  void send(Event letter) {
    sent.put(String.valueOf(letter.by()), letter);
  }

  @Nullable Event by(@Nullable String sender) {
    return sender == null ? null : sent.get(Principals.first(sender));
  }

  /** Somebody begins to say something of an owner. */
  void sendOf(String owner, Event letter) {
    send(letter);
    if (letter.operation().equals(Operation.ARREARS)) {
      ownersInArrears.add(owner);
    }
  }

  /** Whether it was ever said of an owner that it is in arrears. */
  boolean saysInArrears(String owner) {
    return ownersInArrears.contains(owner);
  }

  /** A commit has accepted it, for one instance. */
  void accept(Event letter, Object instance) {
    int times = accepted.merge(letter.by() + " " + instance, 1, Integer::sum);
    if (times > 1 && letter.id() != null) {
      throw new Breach("an event with an id was accepted twice", letter + " of " + instance);
    }
  }
}
