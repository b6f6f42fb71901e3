package dev.reprieve.redis.specification;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("RED-11")
class NameAndPasswordTest {
  /** One character that takes two UTF-16 units. */
  private static final String CLEF = "\uD834\uDD1E";

  private static final String SIZE = "password has not 8 to 32 characters";
  private static final String KINDS =
      "has fewer than three of: upper case letters, lower case letters, digits, special"
          + " characters !@#$%^&*()_+-=";

  @Test
  void aNameHas2To256Characters() {
    assertThat(names("ab")).isEmpty();
    assertThat(names("a".repeat(256))).isEmpty();
    assertThat(names("a")).containsExactly("ERROR db_instance_name RED-11");
    assertThat(names("a".repeat(257))).containsExactly("ERROR db_instance_name RED-11");
  }

  @Test
  void charactersAreCountedAndNotTheirUnits() {
    assertThat(names(CLEF)).containsExactly("ERROR db_instance_name RED-11");
    assertThat(names(CLEF + CLEF)).isEmpty();
    assertThat(names(CLEF.repeat(256))).isEmpty();
    assertThat(names(CLEF.repeat(257))).containsExactly("ERROR db_instance_name RED-11");
  }

  @Test
  void aNameOfBlanksIsCountedLikeAnyOther() {
    assertThat(names(" ")).containsExactly("ERROR db_instance_name RED-11");
    assertThat(names("  ")).isEmpty();
  }

  @Test
  void theMessageSaysHowLongTheNameIs() {
    assertThat(Checking.messages(Checking.good().text("db_instance_name", "a")))
        .containsExactly("db_instance_name is \"a\", 1 character: expected 2 to 256");
  }

  @Test
  void underItsOldNameItIsJudgedToo() {
    assertThat(Checking.of(Checking.good().text("instance_name", "a")))
        .containsExactly("ERROR instance_name RED-11", "WARNING instance_name RED-11");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Abcdefg1",
        "abcdef1!",
        "ABCDEF1=",
        "Abcdefg-",
        "Aa1!@#$%^&*()_+-=",
        "Abcdefghijklmnopqrstuvwxyz012345",
      })
  void aGoodPassword(String password) {
    assertThat(Checking.of(Checking.good().text("password", password))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Abcdef1", "Abcdefghijklmnopqrstuvwxyz0123456", "Ab1"})
  void aPasswordOfTheWrongSize(String password) {
    assertThat(Checking.messages(Checking.good().text("password", password))).containsExactly(SIZE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Abcdefgh",
        "abcdefg1",
        "12345678",
        "ABCDEFG1",
        "abcdefg!",
        "Abcdefg.",
        "abcdef1é",
        "         "
      })
  void aPasswordOfTooFewKinds(String password) {
    assertThat(Checking.messages(Checking.good().text("password", password)))
        .containsExactly("password " + KINDS);
  }

  @Test
  void bothAtOnceAreOneFinding() {
    assertThat(SpecificationCheck.findings(Checking.good().text("password", "abc").build()))
        .containsExactly(
            new Finding(Severity.ERROR, "password", "RED-11", SIZE + ", and " + KINDS));
  }

  @Test
  void sevenCharactersInFourteenUnitsAreTooFew() {
    assertThat(Checking.of(Checking.good().text("password", "Aa1" + CLEF.repeat(4))))
        .containsExactly("ERROR password RED-11");
    assertThat(Checking.of(Checking.good().text("password", "Aa1" + CLEF.repeat(5)))).isEmpty();
  }

  @Test
  void anEncryptedPasswordBesideAPlainOneIsIgnored() {
    assertThat(
            Checking.messages(
                Checking.good().text("password", "Abcdefg1").text("kms_encrypted_password", "x")))
        .containsExactly(
            "kms_encrypted_password is ignored, since password is there: leave one of them out");
    assertThat(Checking.of(Checking.good().text("kms_encrypted_password", "x"))).isEmpty();
  }

  @Test
  void aContextWithoutAnEncryptedPasswordHasNoEffect() {
    assertThat(Checking.of(Checking.good().keys("kms_encryption_context", Set.of("key"))))
        .containsExactly("WARNING kms_encryption_context RED-11");
    assertThat(
            Checking.of(
                Checking.good()
                    .keys("kms_encryption_context", Set.of("key"))
                    .text("kms_encrypted_password", "x")))
        .isEmpty();
  }

  private static java.util.List<String> names(String name) {
    return Checking.of(Checking.good().text("db_instance_name", name));
  }
}
