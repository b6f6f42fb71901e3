package dev.reprieve.policy;

import dev.reprieve.internal.Sha256;
import dev.reprieve.model.AttributeKey;
import dev.reprieve.model.BillingMode;
import dev.reprieve.model.EffectType;
import dev.reprieve.model.InstanceState;
import dev.reprieve.model.Operation;
import dev.reprieve.model.RefusalCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A policy as text and back (ALL-08): what is hashed, and what a store keeps so that an instance in
 * the bin is ruled by the tables under which it entered, whatever has become of the plugin. The
 * format has a version in its first line; equal policies have the same text.
 */
public final class PolicyCodec {
  private static final String FORMAT = "reprieve policy format 1";

  private PolicyCodec() {}

  /** Everything that the policy says. */
  public static String write(RetentionPolicy policy) {
    Objects.requireNonNull(policy, "policy");
    Writer text = new Writer();
    text.line("policy", policy.id(), policy.version());
    text.line("billing", text.names(policy.billingModes()));
    text.line(
        "counts-from-creation",
        text.names(
            policy.billingModes().stream()
                .filter(policy::needsCreation)
                .collect(Collectors.toSet())));
    for (Requirement r : policy.requirements()) {
      text.line("requires", text.key(r.key()), ConditionCodec.write(r.when()), r.whatIf());
    }
    for (Restriction r : policy.restrictions()) {
      text.line(
          "refuses", r.operation(), ConditionCodec.write(r.when()), r.code(), r.rule(), r.why());
    }
    for (AttributeChange c : policy.changes()) {
      text.line(
          "changes",
          c.operation(),
          text.key(c.key()),
          ConditionCodec.write(c.when()),
          c.noticeInBin(),
          c.rule());
    }
    for (AutoRenewal a : policy.autoRenewals()) {
      text.line("auto-renews", ConditionCodec.write(a.when()), a.lead(), a.rule());
    }
    for (NotCarried n : policy.notCarried()) {
      text.line("loses", n.operation(), text.key(n.key()), n.rule());
    }
    policy.hostCarries().forEach(what -> text.line("host-carries", what));
    for (Counsel c : policy.counsels()) {
      text.line(
          "advises",
          c.operation(),
          ConditionCodec.write(c.when()),
          c.advice().name(),
          c.advice().rule(),
          c.advice().text());
    }
    if (policy.billingChangeRule() != null) {
      text.line("billing-change", policy.billingChangeRule());
    }
    for (Profile profile : policy.profiles().values()) {
      text.line("profile", profile.name());
      profile.tables().forEach(table -> write(text, table));
    }
    return text.all.toString();
  }

  private static void write(Writer text, RetentionTable table) {
    Handling handling = table.handling();
    text.line(
        "table",
        table.name(),
        ConditionCodec.write(table.when()),
        handling.arrearsRule(),
        handling.noReleaseRule());
    for (Stage s : table.stages()) {
      text.line("stage", s.after(), s.moreThan(), s.state(), s.noEndRule(), s.rule());
    }
    handling
        .entering()
        .forEach((state, effects) -> text.line("entering", state, text.effects(effects)));
    for (Permission p : handling.permissions()) {
      text.line("permits", p.in(), p.operation(), p.to(), text.effects(p.effects()), p.rule());
    }
    for (Release r : handling.releases()) {
      text.line(
          "release",
          text.names(r.billing()),
          r.outcome(),
          r.kept(),
          r.moreThan(),
          r.rule(),
          r.endRule());
    }
    for (PurgeStep p : handling.purge()) {
      text.line("purging", text.effects(List.of(p.type())), p.unlessRetained());
    }
  }

  /** SHA-256 of {@link #write}, in hexadecimal. */
  static String digest(RetentionPolicy policy) {
    return Sha256.hex(write(policy));
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IllegalArgumentException if the text is cut off, of another format, or no policy that
   *     could be built
   */
  public static RetentionPolicy read(String text) {
    Objects.requireNonNull(text, "text");
    List<String> lines = text.lines().toList();
    if (lines.size() < 2 || !lines.get(0).equals(FORMAT)) {
      throw new IllegalArgumentException(
          "no stored policy: expected \"" + FORMAT + "\" in its first line");
    }
    Reader reader = new Reader();
    for (int i = 1; i < lines.size(); i++) {
      try {
        reader.line(Packed.split('|', lines.get(i)));
      } catch (RuntimeException unreadable) {
        throw new IllegalArgumentException(
            "line " + (i + 1) + " of a stored policy cannot be read: " + lines.get(i), unreadable);
      }
    }
    return reader.policy();
  }

  /** Puts lines together. */
  private static final class Writer {
    private final StringBuilder all = new StringBuilder(FORMAT).append('\n');

    void line(@Nullable Object... parts) {
      List<@Nullable Object> list = new ArrayList<>();
      for (Object part : parts) {
        list.add(part);
      }
      all.append(Packed.join('|', list)).append('\n');
    }

    String names(Set<BillingMode> modes) {
      return Packed.join(',', modes.stream().map(BillingMode::name).sorted().toList());
    }

    String key(AttributeKey<?> key) {
      List<String> parts = new ArrayList<>(List.of(key.kind().name(), key.name()));
      if (key.kind() == AttributeKey.Kind.CHOICE) {
        parts.addAll(key.choices());
      }
      return Packed.join(',', parts);
    }

    /** The names, and of each whether data can be lost by it, which its name does not say. */
    String effects(List<EffectType> effects) {
      return Packed.join(
          ',',
          effects.stream().map(type -> (type.destructive() ? "-" : "+") + type.name()).toList());
    }
  }

  /** Takes lines one by one. */
  private static final class Reader {
    private @Nullable RetentionPolicyBuilder policy;
    private @Nullable String profile;
    private final List<RetentionTable> tables = new ArrayList<>();
    private @Nullable TableLines table;

    void line(List<@Nullable String> parts) {
      Line line = new Line(parts);
      switch (line.text(0)) {
        case "policy" ->
            policy = RetentionPolicy.builder(line.text(1), Integer.parseInt(line.text(2)));
        case "billing" -> builder().billing(line.modes(1));
        case "counts-from-creation" -> builder().requiresCreation(line.modes(1));
        case "requires" ->
            builder()
                .requirements
                .add(
                    new Requirement(line.key(1), ConditionCodec.read(line.text(2)), line.maybe(3)));
        case "refuses" ->
            builder()
                .refuses(
                    new Operation(line.text(1)),
                    ConditionCodec.read(line.text(2)),
                    new RefusalCode(line.text(3)),
                    line.text(4),
                    line.text(5));
        case "changes" ->
            builder()
                .changes(
                    line.key(2),
                    new Operation(line.text(1)),
                    ConditionCodec.read(line.text(3)),
                    Duration.parse(line.text(4)),
                    line.text(5));
        case "auto-renews" ->
            builder()
                .triesAutoRenewal(
                    ConditionCodec.read(line.text(1)), Duration.parse(line.text(2)), line.text(3));
        case "loses" -> builder().losesAt(new Operation(line.text(1)), line.key(2), line.text(3));
        case "host-carries" -> builder().hostCarriesOver(line.text(1));
        case "advises" ->
            builder()
                .advises(
                    new Operation(line.text(1)),
                    ConditionCodec.read(line.text(2)),
                    line.text(3),
                    line.text(4),
                    line.text(5));
        case "billing-change" -> builder().allowsBillingChange(line.text(1));
        case "profile" -> {
          endProfile();
          profile = line.text(1);
        }
        case "table" -> {
          endTable();
          table = new TableLines(line);
        }
        default -> Objects.requireNonNull(table, "a table comes first").line(line);
      }
    }

    RetentionPolicy policy() {
      endProfile();
      return builder().build();
    }

    private RetentionPolicyBuilder builder() {
      return Objects.requireNonNull(policy, "a policy comes first");
    }

    private void endTable() {
      if (table != null) {
        tables.add(table.table());
        table = null;
      }
    }

    private void endProfile() {
      endTable();
      if (profile != null) {
        builder().profile(profile, tables.toArray(RetentionTable[]::new));
        tables.clear();
      }
    }
  }

  /** The lines of one table. */
  private static final class TableLines {
    private final Line head;
    private final List<Stage> stages = new ArrayList<>();
    private final Map<InstanceState, List<EffectType>> entering =
        new EnumMap<>(InstanceState.class);
    private final List<Permission> permissions = new ArrayList<>();
    private final List<Release> releases = new ArrayList<>();
    private final List<PurgeStep> purge = new ArrayList<>();

    TableLines(Line head) {
      this.head = head;
    }

    void line(Line line) {
      switch (line.text(0)) {
        case "stage" ->
            stages.add(
                new Stage(
                    Duration.parse(line.text(1)),
                    line.flag(2),
                    line.state(3),
                    line.maybe(4),
                    line.text(5)));
        case "entering" -> entering.put(line.state(1), line.effects(2));
        case "permits" ->
            permissions.add(
                new Permission(
                    line.state(1),
                    new Operation(line.text(2)),
                    line.maybe(3) == null ? null : Target.valueOf(line.text(3)),
                    line.effects(4),
                    line.text(5)));
        case "release" ->
            releases.add(
                new Release(
                    Set.of(line.modes(1)),
                    Release.Outcome.valueOf(line.text(2)),
                    line.maybe(3) == null ? null : Duration.parse(line.text(3)),
                    line.flag(4),
                    line.text(5),
                    line.text(6)));
        case "purging" -> purge.add(new PurgeStep(line.effects(1).get(0), line.flag(2)));
        default -> throw new IllegalArgumentException("unknown line " + line.text(0));
      }
    }

    RetentionTable table() {
      return new RetentionTable(
          head.text(1),
          ConditionCodec.read(head.text(2)),
          new Handling(entering, permissions, releases, purge, head.maybe(3), head.maybe(4)),
          stages);
    }
  }

  /**
   * A line's parts.
   *
   * @param parts null where the writer wrote null
   */
  private record Line(List<@Nullable String> parts) {
    @Nullable String maybe(int index) {
      return parts.get(index);
    }

    String text(int index) {
      return Objects.requireNonNull(parts.get(index), "part " + index);
    }

    boolean flag(int index) {
      return AttributeKey.ofFlag("flag").parse(text(index));
    }

    InstanceState state(int index) {
      return InstanceState.valueOf(text(index));
    }

    List<String> list(int index) {
      String text = text(index);
      return text.isEmpty()
          ? List.of()
          : Packed.split(',', text).stream().map(Objects::requireNonNull).toList();
    }

    BillingMode[] modes(int index) {
      return list(index).stream().map(BillingMode::new).toArray(BillingMode[]::new);
    }

    AttributeKey<?> key(int index) {
      List<String> key = list(index);
      String name = key.get(1);
      return switch (AttributeKey.Kind.valueOf(key.get(0))) {
        case TEXT -> AttributeKey.ofText(name);
        case FLAG -> AttributeKey.ofFlag(name);
        case NUMBER -> AttributeKey.ofNumber(name);
        case CHOICE -> AttributeKey.ofChoice(name, key.subList(2, key.size()));
        case TEXTS -> AttributeKey.ofTexts(name);
      };
    }

    List<EffectType> effects(int index) {
      return list(index).stream()
          .map(text -> new EffectType(text.substring(1), text.charAt(0) == '-'))
          .toList();
    }
  }
}
