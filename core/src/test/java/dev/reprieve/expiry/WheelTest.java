package dev.reprieve.expiry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Looking for stale entries leaves each node the one entry that it needs. */
class WheelTest {
  private static final long DAY = Duration.ofDays(1).toNanos() / 1000;

  private final Wheel wheel = new Wheel(0);

  private static Node node(long deadline) {
    return new Node(0, "key", "value", Word.of(deadline));
  }

  private List<Node> takenAt(long now) {
    wheel.advance(now);
    List<Node> taken = new ArrayList<>();
    Node[] some = new Node[8];
    while (wheel.pendingEntries() > 0) {
      int count = wheel.takePending(some);
      taken.addAll(Arrays.asList(some).subList(0, count));
    }
    return taken;
  }

  @Test
  @Tag("KEY-03")
  void ofManyEntriesOfANodeInOneSlotOneStays() {
    Node node = node(DAY);
    for (int i = 0; i < 700; i++) {
      node.filed = Node.UNFILED;
      wheel.file(node, DAY);
    }
    assertThat(wheel.filedEntries()).isEqualTo(700);
    wheel.compact();
    wheel.compactSome(1000);
    assertThat(wheel.isCompacting()).isFalse();
    assertThat(wheel.filedEntries()).isEqualTo(1);
    wheel.validate(each -> assertThat(each).isSameAs(node));
    assertThat(takenAt(2 * DAY)).containsExactly(node);
  }

  @Test
  @Tag("KEY-03")
  void whatIsDeadOrWithoutDeadlineOrFiledElsewhereGoesAndTheRestStays() {
    List<Node> needed = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      Node node = node((i % 30 + 1) * DAY);
      wheel.file(node, (i % 30 + 1) * DAY);
      switch (i % 5) {
        case 0 -> node.compareAndSetWord(Word.of((i % 30 + 1) * DAY), Word.DEAD);
        case 1 -> node.compareAndSetWord(Word.of((i % 30 + 1) * DAY), Word.ENDLESS);
        case 2 -> {
          wheel.file(node, 1000);
          needed.add(node);
        }
        default -> needed.add(node);
      }
    }
    assertThat(wheel.filedEntries()).isEqualTo(1200);
    for (int pass = 0; pass < 3; pass++) {
      wheel.compact();
      int steps = 0;
      while (wheel.isCompacting()) {
        wheel.compactSome(8);
        steps++;
      }
      assertThat(steps).isGreaterThan(600 / 8);
      assertThat(wheel.filedEntries()).isEqualTo(600);
      wheel.validate(each -> assertThat(needed).contains(each));
    }
    assertThat(takenAt(31 * DAY)).containsExactlyInAnyOrderElementsOf(needed);
  }

  @Test
  @Tag("KEY-03")
  void aSlotThatIsTakenWhileItIsLookedThroughLosesNothing() {
    List<Node> all = new ArrayList<>();
    for (int i = 0; i < 600; i++) {
      long deadline = i < 500 ? DAY : 40 * DAY;
      Node node = node(deadline);
      all.add(node);
      wheel.file(node, deadline);
    }
    wheel.compact();
    wheel.compactSome(100);
    assertThat(takenAt(2 * DAY)).hasSize(500);
    wheel.compactSome(10_000);
    assertThat(wheel.isCompacting()).isFalse();
    assertThat(takenAt(41 * DAY)).containsExactlyInAnyOrderElementsOf(all.subList(500, 600));
  }
}
