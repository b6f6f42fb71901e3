package dev.reprieve.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reprieve.guard.PolicyDocument.Effect;
import dev.reprieve.guard.PolicyDocument.Statement;
import dev.reprieve.guard.PolicyDocument.Verdict;
import dev.reprieve.model.InstanceKey;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Policy documents: an explicit Deny wins, and nothing matched is denied. */
@Tag("KEY-11")
class PolicyDocumentTest {
  private static final Action FLUSH = new Action("kvstore:FlushExpireKeys");
  private static final Action DESCRIBE = new Action("kvstore:DescribeInstances");
  private static final Action DELETE = new Action("kvstore:DeleteInstance");
  private static final Resource ONE = Resource.of(new InstanceKey("acme", "eu-1", "redis", "r-1"));
  private static final Resource TWO = Resource.of(new InstanceKey("acme", "eu-1", "redis", "r-2"));

  /** The vendor's example of a custom policy. */
  private static final PolicyDocument FLUSHER =
      PolicyDocument.of(
          "1",
          List.of(
              new Statement(
                  Effect.parse("Allow"),
                  List.of("kvstore:DescribeInstances", "kvstore:FlushExpireKeys"),
                  List.of("*"))));

  @Test
  void theVendorsExamplePermitsTwoActionsOnEverything() {
    assertThat(FLUSHER.permits(FLUSH, ONE)).isTrue();
    assertThat(FLUSHER.permits(DESCRIBE, TWO)).isTrue();
    assertThat(FLUSHER.permits(DELETE, ONE)).isFalse();
    assertThat(FLUSHER.version()).isEqualTo("1");
  }

  @Test
  void documentsThatSayTheSameAreEqualAndSayIt() {
    List<String> one = List.of("kvstore:FlushExpireKeys");
    List<String> everything = List.of("*");
    PolicyDocument document = PolicyDocument.builder().allow(one, everything).build();
    PolicyDocument same = PolicyDocument.builder().allow(one, everything).build();
    assertThat(document).isEqualTo(same).hasSameHashCodeAs(same);
    assertThat(document).hasToString(same.toString());
    assertThat(document.toString()).contains("kvstore:FlushExpireKeys", "[*]");
    assertThat(document)
        .isNotEqualTo(PolicyDocument.builder().deny(one, everything).build())
        .isNotEqualTo(PolicyDocument.builder().allow(everything, everything).build())
        .isNotEqualTo(PolicyDocument.builder().allow(one, List.of("acme")).build())
        .isNotEqualTo(FLUSHER)
        .isNotEqualTo(null);
  }

  @Test
  void whatNothingMatchesIsDenied() {
    assertThat(PolicyDocument.verdict(List.of(FLUSHER), DELETE, ONE))
        .isEqualTo(Verdict.NOT_MATCHED);
    assertThat(PolicyDocument.verdict(List.of(), FLUSH, ONE)).isEqualTo(Verdict.NOT_MATCHED);
    assertThat(PolicyDocument.permits(List.of(), FLUSH, ONE)).isFalse();
  }

  @Test
  void anExplicitDenyWinsWhereverItStands() {
    PolicyDocument notThisOne =
        PolicyDocument.builder()
            .deny(List.of("kvstore:Flush*"), List.of("*:instance/r-1"))
            .allow(List.of("*"), List.of("*"))
            .build();
    assertThat(notThisOne.permits(FLUSH, ONE)).isFalse();
    assertThat(notThisOne.permits(FLUSH, TWO)).isTrue();
    assertThat(notThisOne.permits(DESCRIBE, ONE)).isTrue();
    assertThat(PolicyDocument.verdict(List.of(FLUSHER, notThisOne), FLUSH, ONE))
        .isEqualTo(Verdict.DENIED);
    assertThat(PolicyDocument.permits(List.of(notThisOne, FLUSHER), FLUSH, ONE)).isFalse();
  }

  @Test
  void actionAndResourceMustMatchInOneStatement() {
    PolicyDocument apart =
        PolicyDocument.builder()
            .allow(List.of("kvstore:FlushExpireKeys"), List.of("*:instance/r-1"))
            .allow(List.of("kvstore:DescribeInstances"), List.of("*:instance/r-2"))
            .build();
    assertThat(apart.permits(FLUSH, ONE)).isTrue();
    assertThat(apart.permits(FLUSH, TWO)).isFalse();
  }

  @Test
  void whatIsBlankEmptyOrUnknownIsAnError() {
    List<String> all = List.of("*");
    assertThatThrownBy(() -> PolicyDocument.builder().build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no statement");
    assertThatThrownBy(() -> PolicyDocument.of("2", FLUSHER.statements()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"2\"");
    assertThatThrownBy(() -> new Statement(Effect.ALLOW, List.of(), all))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Action");
    assertThatThrownBy(() -> new Statement(Effect.ALLOW, all, List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Resource");
    assertThatThrownBy(() -> new Statement(Effect.DENY, List.of(" "), all))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Statement(Effect.DENY, all, List.of("")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Statement(Effect.DENY, List.of("FlushExpireKeys"), all))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("could match nothing");
    assertThatThrownBy(() -> Effect.parse("allow")).isInstanceOf(IllegalArgumentException.class);
    assertThat(Effect.parse("Deny")).isEqualTo(Effect.DENY);
  }

  @Test
  void documentsAreValues() {
    PolicyDocument same =
        PolicyDocument.builder()
            .allow(List.of("kvstore:DescribeInstances", "kvstore:FlushExpireKeys"), List.of("*"))
            .build();
    assertThat(same).isEqualTo(FLUSHER).hasSameHashCodeAs(FLUSHER).hasToString(FLUSHER.toString());
    assertThat(same.statements().get(0).actions()).hasSize(2);
    assertThat(same.statements().get(0).resources()).containsExactly("*");
    assertThat(same.statements().get(0).effect()).isEqualTo(Effect.ALLOW);
  }

  @Test
  void anAuthorizerOfDocumentsKnowsPrincipalsByName() {
    Authorizer authorizer = Authorizer.of(Map.of("ann", List.of(FLUSHER)));
    assertThat(authorizer.permits(new Principal("ann"), FLUSH, ONE)).isTrue();
    assertThat(authorizer.permits(new Principal("ann"), DELETE, ONE)).isFalse();
    assertThat(authorizer.permits(new Principal("Ann"), FLUSH, ONE)).isFalse();
  }

  @Provide
  Arbitrary<Statement> statements() {
    return Combinators.combine(
            Arbitraries.of(Effect.class),
            Arbitraries.of("*", "kvstore:*", "kvstore:FlushExpireKeys", "redis:*"),
            Arbitraries.of("*", "*r-1", "*r-?", "*r-2"))
        .as(
            (effect, action, resource) ->
                new Statement(effect, List.of(action), List.of(resource)));
  }

  /** More statements never permit what one denies, in whatever order they stand. */
  @Property(tries = 2_000)
  @net.jqwik.api.Tag("KEY-11")
  void aDenyIsNeverOutvoted(
      @ForAll List<@From("statements") Statement> before,
      @ForAll List<@From("statements") Statement> after) {
    PolicyDocument.Builder document = PolicyDocument.builder();
    before.forEach(document::statement);
    document.deny(List.of("kvstore:Flush*"), List.of("*:instance/r-1"));
    after.forEach(document::statement);
    assertThat(document.build().permits(FLUSH, ONE)).isFalse();
  }

  /** Without a Deny, permitted is what some statement matches. */
  @Property(tries = 2_000)
  @net.jqwik.api.Tag("KEY-11")
  void permittedIsWhatSomeStatementAllowsAndNoneDenies(
      @ForAll @net.jqwik.api.constraints.Size(min = 1, max = 5)
          List<@From("statements") Statement> statements) {
    boolean allowed = false;
    boolean denied = false;
    for (Statement statement : statements) {
      String action = statement.actions().get(0);
      String resource = statement.resources().get(0);
      boolean matches =
          List.of("*", "kvstore:*", "kvstore:FlushExpireKeys").contains(action)
              && List.of("*", "*r-1", "*r-?").contains(resource);
      allowed |= matches && statement.effect() == Effect.ALLOW;
      denied |= matches && statement.effect() == Effect.DENY;
    }
    assertThat(PolicyDocument.of("1", statements).permits(FLUSH, ONE))
        .isEqualTo(allowed && !denied);
  }
}
