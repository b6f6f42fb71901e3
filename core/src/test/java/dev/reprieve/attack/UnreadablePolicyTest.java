package dev.reprieve.attack;

import static dev.reprieve.fixture.Times.START;
import static dev.reprieve.fixture.Times.day;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reprieve.fixture.Bench;
import dev.reprieve.fixture.Policies;
import dev.reprieve.model.InstanceKey;
import dev.reprieve.model.InstanceState;
import dev.reprieve.policy.PolicyCodec;
import dev.reprieve.recyclebin.BinQuery;
import dev.reprieve.recyclebin.RecycleBinRepository;
import dev.reprieve.recyclebin.WaitingFor;
import dev.reprieve.simulation.VirtualClock;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The store's copy of a policy may be of another version of this library, or may be garbled. */
class UnreadablePolicyTest {
  private final VirtualClock clock = new VirtualClock(START);
  private final RecycleBinRepository bin = RecycleBinRepository.inMemory(clock);

  static String[] copies() {
    return new String[] {"", "reprieve policy format 9\n", PolicyCodec.write(Policies.daily())};
  }

  private RecycleBinRepository withCopy(String text) {
    return (RecycleBinRepository)
        Proxy.newProxyInstance(
            RecycleBinRepository.class.getClassLoader(),
            new Class<?>[] {RecycleBinRepository.class},
            (proxy, method, arguments) -> {
              try {
                return method.getName().equals("keptPolicy") ? text : method.invoke(bin, arguments);
              } catch (InvocationTargetException thrown) {
                throw thrown.getCause();
              }
            });
  }

  /** It threw out of the sweep, and nothing at all was passed any more. */
  @ParameterizedTest
  @MethodSource("copies")
  @Tag("SAF-11")
  @Tag("ALL-08")
  void whatItRulesIsParkedAndNothingElseWaits(String copy) {
    InstanceKey pinned = new Bench(clock, bin, Policies.shelf()).subscription("shelf", "i", day(1));
    new Bench(clock, bin, Policies.shelf()).settleAt(day(1));
    Bench later = new Bench(clock, withCopy(copy), Policies.shelf(2, 15, 22));
    InstanceKey other = later.subscription("shelf", "j", day(16));
    later.sweepAt(day(16));
    assertThat(later.state(other)).isEqualTo(InstanceState.LOCKED);
    assertThat(later.state(pinned)).isEqualTo(InstanceState.LOCKED);
    assertThat(bin.setAside(pinned).waitingFor()).isEqualTo(WaitingFor.REPAIR);
    assertThat(later.engine.list(BinQuery.everything()).items()).hasSize(2);
    assertThat(later.engine.safety().plan().items()).isEmpty();
    assertThat(later.engine.safety().gauges().declined()).containsKey(WaitingFor.REPAIR);
    // Who can read it goes on.
    Bench whole = new Bench(clock, bin, Policies.shelf(2, 15, 22));
    whole.engine.takeUpAgain(pinned);
    whole.engine.sweep();
    assertThat(whole.state(pinned)).isEqualTo(InstanceState.RETAINED);
  }
}
