package dev.reprieve.policy;

import dev.reprieve.model.BillingMode;
import dev.reprieve.model.Condition;
import dev.reprieve.model.InstanceState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Conditions as text and back: {@code [all [in disk ESSD] [not [arrears]]]}, each part escaped. The
 * same text for equal conditions.
 */
final class ConditionCodec {
  private ConditionCodec() {}

  static String write(Condition condition) {
    if (condition instanceof Condition.AttributeIn in) {
      return node("in", List.of(in.attribute()), sorted(in.values()));
    }
    if (condition instanceof Condition.AttributePrefixIn prefix) {
      return node(
          "prefix", List.of(prefix.attribute(), prefix.separator()), sorted(prefix.parts()));
    }
    if (condition instanceof Condition.Billing billing) {
      return node(
          "billing",
          List.of(),
          sorted(billing.modes().stream().map(BillingMode::name).collect(Collectors.toSet())));
    }
    if (condition instanceof Condition.State state) {
      return node(
          "state",
          List.of(),
          sorted(state.states().stream().map(Enum::name).collect(Collectors.toSet())));
    }
    if (condition instanceof Condition.OlderThan older) {
      return node("older", List.of(older.age().toString()), List.of());
    }
    if (condition instanceof Condition.AllOf all) {
      return nested("all", all.conditions());
    }
    if (condition instanceof Condition.AnyOf any) {
      return nested("any", any.conditions());
    }
    if (condition instanceof Condition.Not not) {
      return nested("not", List.of(not.condition()));
    }
    return node("arrears", List.of(), List.of());
  }

  private static List<String> sorted(Set<String> texts) {
    return List.copyOf(new TreeSet<>(texts));
  }

  private static String node(String head, List<String> first, List<String> rest) {
    StringBuilder text = new StringBuilder("[").append(head);
    first.forEach(part -> text.append(' ').append(escape(part)));
    rest.forEach(part -> text.append(' ').append(escape(part)));
    return text.append(']').toString();
  }

  private static String nested(String head, List<Condition> conditions) {
    StringBuilder text = new StringBuilder("[").append(head);
    conditions.forEach(condition -> text.append(' ').append(write(condition)));
    return text.append(']').toString();
  }

  private static String escape(String part) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < part.length(); i++) {
      char c = part.charAt(i);
      if (c == ' ' || c == '[' || c == ']' || c == '\\') {
        text.append('\\');
      }
      text.append(c);
    }
    return text.toString();
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IllegalArgumentException if the text is no condition
   */
  static Condition read(String text) {
    Parser parser = new Parser(text);
    Condition condition = parser.condition();
    if (parser.place != text.length()) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is no condition: it goes on at " + parser.place);
    }
    return condition;
  }

  /** Reads from left to right. */
  private static final class Parser {
    private final String text;
    private int place;

    Parser(String text) {
      this.text = text;
    }

    Condition condition() {
      expect('[');
      String head = word();
      List<Condition> nested = new ArrayList<>();
      List<String> words = new ArrayList<>();
      while (peek() == ' ') {
        place++;
        if (peek() == '[') {
          nested.add(condition());
        } else {
          words.add(word());
        }
      }
      expect(']');
      Condition made = made(head, words, nested);
      if (made == null) {
        throw new IllegalArgumentException("\"" + text + "\" is no condition: unknown " + head);
      }
      return made;
    }

    private static @Nullable Condition made(
        String head, List<String> words, List<Condition> nested) {
      return switch (head) {
        case "in" -> new Condition.AttributeIn(words.get(0), rest(words, 1));
        case "prefix" ->
            new Condition.AttributePrefixIn(words.get(0), words.get(1), rest(words, 2));
        case "billing" ->
            new Condition.Billing(words.stream().map(BillingMode::new).collect(Collectors.toSet()));
        case "state" ->
            new Condition.State(
                words.stream().map(InstanceState::valueOf).collect(Collectors.toSet()));
        case "older" -> new Condition.OlderThan(Duration.parse(words.get(0)));
        case "all" -> new Condition.AllOf(nested);
        case "any" -> new Condition.AnyOf(nested);
        case "not" -> new Condition.Not(nested.get(0));
        case "arrears" -> new Condition.InArrears();
        default -> null;
      };
    }

    private static Set<String> rest(List<String> words, int from) {
      return Set.copyOf(words.subList(from, words.size()));
    }

    private String word() {
      StringBuilder word = new StringBuilder();
      while (place < text.length() && " []".indexOf(text.charAt(place)) < 0) {
        if (text.charAt(place) == '\\') {
          place++;
        }
        if (place < text.length()) {
          word.append(text.charAt(place++));
        }
      }
      return word.toString();
    }

    private char peek() {
      return place < text.length() ? text.charAt(place) : '\0';
    }

    private void expect(char expected) {
      if (peek() != expected) {
        throw new IllegalArgumentException(
            "\"" + text + "\" is no condition: expected " + expected + " at " + place);
      }
      place++;
    }
  }
}
