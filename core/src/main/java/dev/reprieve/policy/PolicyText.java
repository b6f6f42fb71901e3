package dev.reprieve.policy;

import dev.reprieve.model.BillingMode;
import dev.reprieve.model.EffectType;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a policy says, as one text that is the same for equal content: what is hashed.
 */
final class PolicyText {
  private PolicyText() {}

  static String digest(RetentionPolicy policy) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha256.digest(of(policy).getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }

  static String of(RetentionPolicy policy) {
    StringBuilder text = new StringBuilder("reprieve policy format 1\n");
    line(text, "policy", policy.id(), policy.version());
    line(text, "billing", names(policy.billingModes()));
    policy.billingModes().stream()
        .filter(policy::needsCreation)
        .map(BillingMode::name)
        .sorted()
        .forEach(name -> line(text, "counts from creation", name));
    policy
        .requirements()
        .forEach(
            r ->
                line(
                    text,
                    "requires",
                    r.key(),
                    r.key().expected(),
                    r.when().describe(),
                    r.whatIf()));
    policy
        .restrictions()
        .forEach(
            r -> line(text, "refuses", r.operation(), r.when().describe(), r.code(), r.rule()));
    policy
        .changes()
        .forEach(
            c ->
                line(
                    text,
                    "changes",
                    c.operation(),
                    c.key(),
                    c.when().describe(),
                    c.noticeInBin(),
                    c.rule()));
    policy
        .autoRenewals()
        .forEach(a -> line(text, "auto-renews", a.when().describe(), a.lead(), a.rule()));
    policy.notCarried().forEach(n -> line(text, "loses", n.operation(), n.key(), n.rule()));
    line(text, "host carries", policy.hostCarries());
    policy
        .counsels()
        .forEach(
            c ->
                line(
                    text,
                    "advises",
                    c.operation(),
                    c.when().describe(),
                    c.advice().name(),
                    c.advice().rule(),
                    c.advice().text()));
    line(text, "billing change", policy.billingChangeRule());
    policy.profiles().values().forEach(profile -> profile(text, profile));
    return text.toString();
  }

  private static void profile(StringBuilder text, Profile profile) {
    line(text, "profile", profile.name());
    for (RetentionTable table : profile.tables()) {
      line(text, "table", table.name(), table.when().describe());
      table
          .stages()
          .forEach(
              s -> line(text, "stage", s.after(), s.moreThan(), s.state(), s.openEnd(), s.rule()));
      Handling handling = table.handling();
      handling
          .entering()
          .forEach((state, effects) -> line(text, "entering", state, effects(effects)));
      handling
          .permissions()
          .forEach(
              p ->
                  line(
                      text,
                      "permits",
                      p.in(),
                      p.operation(),
                      p.to(),
                      effects(p.effects()),
                      p.rule()));
      handling
          .releases()
          .forEach(
              r ->
                  line(
                      text,
                      "release",
                      names(r.billing()),
                      r.outcome(),
                      r.kept(),
                      r.moreThan(),
                      r.rule(),
                      r.endRule()));
      handling
          .purge()
          .forEach(
              p -> line(text, "purging", p.type(), p.type().destructive(), p.unlessRetained()));
      line(text, "arrears", handling.arrearsRule());
      line(text, "never released", handling.noReleaseRule());
    }
  }

  /** The names, and of each whether data can be lost by it, which its name does not say. */
  private static String effects(List<EffectType> effects) {
    return effects.stream()
        .map(effect -> effect.name() + (effect.destructive() ? " destroys" : ""))
        .collect(Collectors.joining(","));
  }

  private static String names(Iterable<BillingMode> modes) {
    return StreamSupport.stream(modes.spliterator(), false)
        .map(BillingMode::name)
        .sorted()
        .collect(Collectors.joining(","));
  }

  private static void line(StringBuilder text, String head, @Nullable Object... parts) {
    text.append(head);
    for (Object part : parts) {
      text.append('|')
          .append(
              String.valueOf(part).replace("\\", "\\\\").replace("|", "\\|").replace("\n", "\\n"));
    }
    text.append('\n');
  }
}
