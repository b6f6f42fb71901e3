package dev.reprieve.kec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprieve.model.Advice;
import dev.reprieve.model.BillingMode;
import dev.reprieve.testkit.Life;
import dev.reprieve.testkit.Line;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is offered beside a release: to stop the machine, keep it, and pay nothing. */
class NoFeesUponShutdownTest {
  private static Life of(String type, BillingMode billing) {
    Life life = KecLives.billedBy(billing).attributes(KecInstance.ofType(type).attributes());
    return billing.isSubscription() ? life.subscription("2026-03-01T00:00:00Z") : life;
  }

  private static List<String> advice(Line line) {
    List<Advice> given =
        line.refusal() == null ? line.decision().advice() : line.refusal().advice();
    return given.stream().map(Advice::name).toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"N1.1A", "N2.4B", "N3.2B", "C4.8C", "S4.1A", "S4"})
  @Tag("KEC-09")
  void itIsOfferedForTheseSeries(String type) {
    Line release =
        of(type, BillingMode.PAY_BY_DAILY_CONFIG)
            .at("2026-02-03T10:00:00Z")
            .release()
            .until("2026-02-03T10:00:00Z")
            .last();
    assertThat(release.refused()).isFalse();
    assertThat(advice(release)).containsExactly("NO_FEES_UPON_SHUTDOWN");
    assertThat(release.decision().advice().get(0).rule()).isEqualTo("KEC-09");
    assertThat(release.decision().advice().get(0).text()).contains("without recycling");
  }

  @ParameterizedTest
  @ValueSource(strings = {"N4.1A", "N10.1A", "C3.8C", "S3.1A", "S41.1A", "I2.1A", "E1.1A"})
  @Tag("KEC-09")
  void itIsNotOfferedForOthers(String type) {
    assertThat(
            advice(
                of(type, BillingMode.PAY_BY_DAILY_CONFIG)
                    .at("2026-02-03T10:00:00Z")
                    .release()
                    .until("2026-02-03T10:00:00Z")
                    .last()))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"PAY_AS_YOU_GO", "SPOT"})
  @Tag("KEC-09")
  void besideAFinalReleaseTooBeforeAndAfterItIsConfirmed(String billing) {
    List<Line> lines =
        of("N3.2B", new BillingMode(billing))
            .at("2026-02-03T10:00:00Z")
            .release()
            .at("2026-02-03T10:00:01Z")
            .releaseForGood()
            .lines();
    assertThat(lines.get(0).refused()).isTrue();
    assertThat(advice(lines.get(0))).containsExactly("NO_FEES_UPON_SHUTDOWN");
    assertThat(lines.get(1).refused()).isFalse();
    assertThat(advice(lines.get(1))).containsExactly("NO_FEES_UPON_SHUTDOWN");
  }

  @Test
  @Tag("KEC-09")
  void besideARefusedReleaseOfWhateverReason() {
    Life young = of("N3.2B", BillingMode.PAY_BY_DAILY_CONFIG).at("2026-02-01T08:10:00Z").release();
    assertThat(young.last().refusal().code().name()).isEqualTo("TOO_YOUNG");
    assertThat(advice(young.last())).containsExactly("NO_FEES_UPON_SHUTDOWN");
    Life guarded =
        of("N3.2B", BillingMode.SPOT)
            .releaseProtected()
            .at("2026-02-03T10:00:00Z")
            .releaseForGood();
    assertThat(guarded.last().refusal().code().name()).isEqualTo("RELEASE_PROTECTED");
    assertThat(advice(guarded.last())).containsExactly("NO_FEES_UPON_SHUTDOWN");
  }

  @Test
  @Tag("KEC-09")
  void notForASubscription() {
    Line refused =
        of("N3.2B", BillingMode.SUBSCRIPTION)
            .at("2026-02-03T10:00:00Z")
            .release()
            .until("2026-02-03T10:00:00Z")
            .last();
    assertThat(refused.refused()).isTrue();
    assertThat(advice(refused)).isEmpty();
  }

  @Test
  @Tag("KEC-09")
  void notBesideAnythingButARelease() {
    List<Line> lines =
        of("N3.2B", BillingMode.PAY_BY_DAILY_CONFIG)
            .at("2026-02-03T10:00:00Z")
            .stop()
            .at("2026-02-03T11:00:00Z")
            .destroy()
            .lines();
    assertThat(lines).hasSize(2).allSatisfy(line -> assertThat(advice(line)).isEmpty());
  }
}
