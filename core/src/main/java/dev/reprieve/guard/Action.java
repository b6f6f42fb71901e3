package dev.reprieve.guard;

import dev.reprieve.model.Operation;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * What somebody asks to do, by name: {@code redis:Release}, {@code kvstore:FlushExpireKeys}
 * (KEY-11). Names are compared as they are, upper and lower case apart. An action is one action:
 * wildcards stand in policies only.
 *
 * @param name the service (for an instance: its product) and the verb, with a colon between
 */
public record Action(String name) {
  private static final Pattern FORM = Pattern.compile("[^\\s:*?]+:[^\\s:*?]+");

  /**
   * @throws IllegalArgumentException if the name is not of the form {@code service:Verb}, or has a
   *     wildcard
   */
  public Action {
    Objects.requireNonNull(name, "name");
    if (!FORM.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "\"" + name + "\" is no action: expected service:Verb, without wildcards");
    }
  }

  /** The action {@code service:Verb}; what has a meaning of its own in the service is escaped. */
  public static Action of(String service, String verb) {
    Objects.requireNonNull(service, "service");
    Objects.requireNonNull(verb, "verb");
    return new Action(Escaping.escaped(service) + ":" + verb);
  }

  /**
   * Asking an operation of an instance of a product: {@code CHANGE_BACKUP_RETENTION} of {@code
   * mongodb} is {@code mongodb:ChangeBackupRetention}, and a third party's {@code acme:FREEZE} is
   * {@code mongodb:acme.Freeze}. No two operations have one action.
   */
  public static Action of(String product, Operation operation) {
    Objects.requireNonNull(product, "product");
    Objects.requireNonNull(operation, "operation");
    String name = operation.name();
    int colon = name.indexOf(':');
    String vendor = colon < 0 ? "" : name.substring(0, colon) + ".";
    return of(product, vendor + words(name.substring(colon + 1)));
  }

  /** Drops an underscore before a letter and writes the letter large; other letters small. */
  private static String words(String name) {
    StringBuilder words = new StringBuilder(name.length());
    for (int i = 0; i < name.length(); i++) {
      char letter = name.charAt(i);
      boolean begins = i == 0 || name.charAt(i - 1) == '_';
      boolean parts =
          letter == '_' && i + 1 < name.length() && Character.isLetter(name.charAt(i + 1));
      if (!parts) {
        words.append(begins ? letter : Character.toLowerCase(letter));
      }
    }
    return words.toString();
  }

  @Override
  public String toString() {
    return name;
  }
}
