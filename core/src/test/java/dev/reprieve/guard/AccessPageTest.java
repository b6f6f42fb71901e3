package dev.reprieve.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprieve.model.Operation;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The page on access names every action that there is, and none that there is not. */
@Tag("KEY-11")
class AccessPageTest {
  private static final Pattern ROW = Pattern.compile("^\\| `([^`]+)` \\|");

  private static List<String> rows() throws IOException {
    String root = System.getProperty("reprieve.root", "..");
    return Files.readAllLines(Path.of(root, "docs", "access.md")).stream()
        .map(ROW::matcher)
        .filter(java.util.regex.Matcher::find)
        .map(row -> row.group(1))
        .toList();
  }

  private static List<String> actions() throws IllegalAccessException {
    List<String> names = new ArrayList<>();
    for (Field field : Operation.class.getFields()) {
      if (Modifier.isStatic(field.getModifiers()) && field.getType() == Operation.class) {
        names.add(Action.of("PRODUCT", (Operation) field.get(null)).name());
      }
    }
    for (EngineAction action : EngineAction.values()) {
      names.add(
          action.reach() == EngineAction.Reach.STORE
              ? action.onStore().name()
              : action.of("PRODUCT").name());
    }
    names.add(Action.of("owner", Operation.ARREARS).name());
    names.add(Action.of("owner", Operation.SETTLE).name());
    return names;
  }

  @Test
  void thePageNamesEveryActionOnce() throws IOException, IllegalAccessException {
    assertThat(rows()).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(actions());
  }

  /** Also where somebody does not see the difference of upper and lower case. */
  @Test
  void noTwoThingsHaveOneAction() throws IllegalAccessException {
    List<String> actions = actions();
    Set<String> small =
        actions.stream()
            .map(name -> name.toLowerCase(java.util.Locale.ROOT))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(small).hasSameSizeAs(actions);
  }
}
