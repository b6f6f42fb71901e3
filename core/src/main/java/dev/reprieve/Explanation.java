package dev.reprieve;

import dev.reprieve.internal.Printable;
import java.util.List;
import java.util.Objects;

/**
 * Why an instance is where it is, and what comes next, in sentences for people.
 *
 * @param sentences in the order in which one would tell it
 */
public record Explanation(List<Sentence> sentences) {
  /** Copies the sentences. */
  public Explanation {
    Objects.requireNonNull(sentences, "sentences");
    sentences = List.copyOf(sentences);
  }

  /**
   * One sentence and the rule behind it.
   *
   * @param text the sentence
   * @param rule the rule id
   */
  public record Sentence(String text, String rule) {
    /** Refuses nulls, and shows the sentence in a form that forges no line. */
    public Sentence {
      text = Printable.text(Objects.requireNonNull(text, "text"));
      Objects.requireNonNull(rule, "rule");
    }

    @Override
    public String toString() {
      return text + " (" + rule + ")";
    }
  }

  /** One sentence a line, each with its rule. */
  @Override
  public String toString() {
    return String.join("\n", sentences.stream().map(Sentence::toString).toList());
  }
}
