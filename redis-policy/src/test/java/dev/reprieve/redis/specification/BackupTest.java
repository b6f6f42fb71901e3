package dev.reprieve.redis.specification;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("RED-11")
class BackupTest {

  @Test
  void aSourceNeedsABackupOrATime() {
    assertThat(Checking.messages(Checking.good().text("srcdb_instance_id", "r-1")))
        .containsExactly(
            "srcdb_instance_id is \"r-1\" alone: expected backup_id or restore_time beside it");
    assertThat(
            Checking.of(Checking.good().text("srcdb_instance_id", "r-1").text("backup_id", "b-1")))
        .isEmpty();
    assertThat(
            Checking.of(
                Checking.good()
                    .text("srcdb_instance_id", "r-1")
                    .text("restore_time", "2026-01-01T00:00:00Z")))
        .isEmpty();
    assertThat(Checking.of(Checking.good().text("srcdb_instance_id", "r-1").text("backup_id", " ")))
        .containsExactly("ERROR srcdb_instance_id RED-11");
  }

  @Test
  void theDaysAreTheSeven() {
    assertThat(
            Checking.of(
                Checking.good()
                    .texts(
                        "backup_period",
                        List.of(
                            "Monday",
                            "Tuesday",
                            "Wednesday",
                            "Thursday",
                            "Friday",
                            "Saturday",
                            "Sunday"))))
        .isEmpty();
    assertThat(
            Checking.messages(
                Checking.good().texts("backup_period", List.of("Wednesday", "Mon", "sunday"))))
        .containsExactly(
            "backup_period has the day \"Mon\": expected Monday, Tuesday, Wednesday, Thursday,"
                + " Friday, Saturday, Sunday",
            "backup_period has the day \"sunday\": expected Monday, Tuesday, Wednesday, Thursday,"
                + " Friday, Saturday, Sunday");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "11:00Z-12:00Z",
        "00:00Z-01:00Z",
        "23:00Z-24:00Z",
        "23:00Z-00:00Z",
        "23:59Z-00:59Z"
      })
  void aBackupTime(String time) {
    assertThat(Checking.of(Checking.good().text("backup_time", time))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "11:00-12:00",
        "11:00Z",
        "11:00Z-12:00Z-13:00Z",
        "11:00Z - 12:00Z",
        "1:00Z-2:00Z",
        "24:00Z-01:00Z",
        "11:00Z-24:01Z",
        "11:60Z-12:00Z",
        "11:00z-12:00z",
        "25:00Z-26:00Z",
        "\u0661\u0661:00Z-12:00Z",
      })
  void whatIsNoBackupTime(String time) {
    assertThat(Checking.of(Checking.good().text("backup_time", time)))
        .containsExactly("ERROR backup_time RED-11");
  }
}
