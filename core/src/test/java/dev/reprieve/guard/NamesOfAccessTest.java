package dev.reprieve.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reprieve.model.InstanceKey;
import dev.reprieve.model.Operation;
import dev.reprieve.model.OwnerKey;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The names of principals, actions and resources. */
@Tag("KEY-11")
class NamesOfAccessTest {
  @ParameterizedTest
  @CsvSource({
    "redis, RELEASE, redis:Release",
    "mongodb, CHANGE_BACKUP_RETENTION, mongodb:ChangeBackupRetention",
    "kec, acme:FREEZE_ALL, kec:acme.FreezeAll",
    "kec, A_1, kec:A_1",
    "kec, A1, kec:A1",
    "kec, A__B, kec:A_B",
    "kec, A_B, kec:AB",
    "kec, AB_, kec:Ab_",
    "a:b c*, STOP, a%3Ab%20c%2A:Stop"
  })
  void anOperationOfAProductHasAnActionOfItsOwn(String product, String operation, String action) {
    assertThat(Action.of(product, new Operation(operation)).name()).isEqualTo(action);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "redis", "redis:", ":Release", "redis:*", "redis:Rel?ase", "a:b:c", "a: b"})
  void whatIsNoActionIsAnError(String name) {
    assertThatThrownBy(() -> new Action(name)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aHostsOwnActionIsTakenAsItIs() {
    assertThat(new Action("kvstore:FlushExpireKeys")).hasToString("kvstore:FlushExpireKeys");
  }

  @Test
  void anInstanceAnOwnerAndTheStoreHaveOneTextEach() {
    assertThat(Resource.of(new InstanceKey("acme", "eu-1", "redis", "r-1")).text())
        .isEqualTo("reprieve:redis:eu-1:acme:instance/r-1");
    assertThat(Resource.of(new OwnerKey("acme", "account-7")).text())
        .isEqualTo("reprieve:owner::acme:owner/account-7");
    assertThat(Resource.STORE.text()).isEqualTo("reprieve:store:::all");
    assertThat(Resource.of(new InstanceKey("a:b", "e/u", "re*dis", "100% ?")).text())
        .isEqualTo("reprieve:re%2Adis:e%2Fu:a%3Ab:instance/100%25%20%3F");
    assertThatThrownBy(() -> new Resource(" ")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aPrincipalHasAName() {
    assertThat(new Principal("ann")).hasToString("ann");
    assertThatThrownBy(() -> new Principal(" ")).isInstanceOf(IllegalArgumentException.class);
    assertThat(new Principal("x".repeat(512)).name()).hasSize(512);
    assertThatThrownBy(() -> new Principal("x".repeat(513)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Provide
  Arbitrary<String> parts() {
    return Arbitraries.strings()
        .withChars("ab:/%*? \t25F")
        .ofMinLength(1)
        .ofMaxLength(4)
        .filter(part -> !part.isBlank());
  }

  /** No id can be chosen so that it passes for another instance. */
  @Property(tries = 5_000)
  @net.jqwik.api.Tag("KEY-11")
  void twoInstancesNeverHaveOneText(
      @ForAll @From("parts") String tenant,
      @ForAll @From("parts") String region,
      @ForAll @From("parts") String product,
      @ForAll @From("parts") String id,
      @ForAll @From("parts") String otherTenant,
      @ForAll @From("parts") String otherRegion,
      @ForAll @From("parts") String otherProduct,
      @ForAll @From("parts") String otherId) {
    InstanceKey key = new InstanceKey(tenant, region, product, id);
    InstanceKey other = new InstanceKey(otherTenant, otherRegion, otherProduct, otherId);
    assertThat(Resource.of(key).equals(Resource.of(other))).isEqualTo(key.equals(other));
    assertThat(Resource.of(key).text().chars().filter(c -> c == ':').count()).isEqualTo(4);
  }
}
