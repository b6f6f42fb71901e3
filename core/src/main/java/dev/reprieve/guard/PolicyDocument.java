package dev.reprieve.guard;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A policy document of the vendors' form: a version and statements, each with an effect, actions
 * and resources (KEY-11). Immutable, and thread-safe.
 *
 * <p><strong>An explicit Deny wins; what nothing matches is denied.</strong> In actions and
 * resources {@code *} stands for any characters and {@code ?} for exactly one, over the whole text;
 * upper and lower case are apart. What is blank or empty is an error: it would permit nothing, or
 * deny nothing, without anybody noticing.
 *
 * <pre>{@code
 * PolicyDocument flusher = PolicyDocument.builder()
 *     .allow(List.of("kvstore:DescribeInstances", "kvstore:FlushExpireKeys"), List.of("*"))
 *     .build();
 * }</pre>
 */
public final class PolicyDocument {
  /** The one version of the language that is understood. */
  public static final String VERSION = "1";

  private final List<Statement> statements;

  private PolicyDocument(List<Statement> statements) {
    if (statements.isEmpty()) {
      throw new IllegalArgumentException("a policy document has no statement");
    }
    this.statements = List.copyOf(statements);
  }

  /**
   * A document as it was read.
   *
   * @throws IllegalArgumentException if the version is another than {@value #VERSION}, or there is
   *     no statement
   */
  public static PolicyDocument of(String version, List<Statement> statements) {
    Objects.requireNonNull(version, "version");
    Objects.requireNonNull(statements, "statements");
    if (!version.equals(VERSION)) {
      throw new IllegalArgumentException(
          "policy language version \"" + version + "\": expected \"" + VERSION + "\"");
    }
    return new PolicyDocument(statements);
  }

  /** Begins a document. */
  public static Builder builder() {
    return new Builder();
  }

  /** The version of the language. */
  public String version() {
    return VERSION;
  }

  /** The statements, as they were given; never empty. */
  public List<Statement> statements() {
    return statements;
  }

  /** Whether this document alone permits the action on the resource. */
  public boolean permits(Action action, Resource resource) {
    Objects.requireNonNull(action, "action");
    Objects.requireNonNull(resource, "resource");
    return verdict(List.of(this), action, resource) == Verdict.ALLOWED;
  }

  /** Whether documents together permit the action on the resource: a Deny in any of them wins. */
  public static boolean permits(List<PolicyDocument> documents, Action action, Resource resource) {
    Objects.requireNonNull(documents, "documents");
    Objects.requireNonNull(action, "action");
    Objects.requireNonNull(resource, "resource");
    return verdict(documents, action, resource) == Verdict.ALLOWED;
  }

  /** What documents together say, and whether it was said or merely not permitted. */
  public static Verdict verdict(List<PolicyDocument> documents, Action action, Resource resource) {
    Objects.requireNonNull(documents, "documents");
    Objects.requireNonNull(action, "action");
    Objects.requireNonNull(resource, "resource");
    Verdict verdict = Verdict.NOT_MATCHED;
    for (PolicyDocument document : documents) {
      for (Statement statement : document.statements) {
        if (statement.matches(action, resource)) {
          if (statement.effect == Effect.DENY) {
            return Verdict.DENIED;
          }
          verdict = Verdict.ALLOWED;
        }
      }
    }
    return verdict;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof PolicyDocument that && statements.equals(that.statements);
  }

  @Override
  public int hashCode() {
    return statements.hashCode();
  }

  @Override
  public String toString() {
    return "version " + VERSION + " " + statements;
  }

  /** What documents say of an action on a resource. */
  public enum Verdict {
    /** Some statement allows it, and none denies it. */
    ALLOWED,
    /** Some statement denies it. */
    DENIED,
    /** No statement matches it: that is a denial, too. */
    NOT_MATCHED
  }

  /** What a statement does with what it matches. */
  public enum Effect {
    /** It permits it. */
    ALLOW,
    /** It denies it, whatever else permits it. */
    DENY;

    /**
     * An effect as documents write it: {@code Allow} or {@code Deny}.
     *
     * @throws IllegalArgumentException for anything else
     */
    public static Effect parse(String text) {
      Objects.requireNonNull(text, "text");
      return switch (text) {
        case "Allow" -> ALLOW;
        case "Deny" -> DENY;
        default ->
            throw new IllegalArgumentException(
                "Effect \"" + text + "\": expected \"Allow\" or \"Deny\"");
      };
    }
  }

  /** One statement. Immutable. */
  public static final class Statement {
    private final Effect effect;
    private final List<String> actions;
    private final List<String> resources;
    private final List<Wildcards> actionPatterns;
    private final List<Wildcards> resourcePatterns;

    /**
     * A statement.
     *
     * @param actions names of actions, with wildcards
     * @param resources texts of resources, with wildcards
     * @throws IllegalArgumentException if a list is empty; if a text is blank, begins or ends with
     *     a blank, or is longer than 2,048 characters; if an action has neither a colon nor a star,
     *     and so could match no action
     */
    public Statement(Effect effect, List<String> actions, List<String> resources) {
      Objects.requireNonNull(actions, "actions");
      Objects.requireNonNull(resources, "resources");
      this.effect = Objects.requireNonNull(effect, "effect");
      this.actions = List.copyOf(actions);
      this.resources = List.copyOf(resources);
      for (String action : actions) {
        if (action.indexOf(':') < 0 && action.indexOf('*') < 0 && !action.isBlank()) {
          throw new IllegalArgumentException(
              "Action \"" + action + "\" could match nothing: expected service:Verb");
        }
      }
      this.actionPatterns = patterns("Action", actions);
      this.resourcePatterns = patterns("Resource", resources);
    }

    private static List<Wildcards> patterns(String what, List<String> texts) {
      if (texts.isEmpty()) {
        throw new IllegalArgumentException(what + " of a statement is empty");
      }
      return texts.stream().map(text -> new Wildcards(what, text)).toList();
    }

    /** What it does with what it matches. */
    public Effect effect() {
      return effect;
    }

    /** The actions that it matches; never empty. */
    public List<String> actions() {
      return actions;
    }

    /** The resources that it matches; never empty. */
    public List<String> resources() {
      return resources;
    }

    boolean matches(Action action, Resource resource) {
      return actionPatterns.stream().anyMatch(pattern -> pattern.matches(action.name()))
          && resourcePatterns.stream().anyMatch(pattern -> pattern.matches(resource.text()));
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Statement that
          && effect == that.effect
          && actions.equals(that.actions)
          && resources.equals(that.resources);
    }

    @Override
    public int hashCode() {
      return 31 * (31 * effect.hashCode() + actions.hashCode()) + resources.hashCode();
    }

    @Override
    public String toString() {
      return effect + " " + actions + " on " + resources;
    }
  }

  /** Collects statements. Not thread-safe. */
  public static final class Builder {
    private final List<Statement> statements = new ArrayList<>();

    private Builder() {}

    /** Permits actions on resources. */
    public Builder allow(List<String> actions, List<String> resources) {
      return statement(new Statement(Effect.ALLOW, actions, resources));
    }

    /** Denies actions on resources, whatever else permits them. */
    public Builder deny(List<String> actions, List<String> resources) {
      return statement(new Statement(Effect.DENY, actions, resources));
    }

    /** One more statement. */
    public Builder statement(Statement statement) {
      Objects.requireNonNull(statement, "statement");
      statements.add(statement);
      return this;
    }

    /**
     * The document.
     *
     * @throws IllegalArgumentException if it has no statement
     */
    public PolicyDocument build() {
      return new PolicyDocument(statements);
    }
  }
}
