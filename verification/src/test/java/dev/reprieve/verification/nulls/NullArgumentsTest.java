package dev.reprieve.verification.nulls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A null where none is allowed is refused by a NullPointerException whose message is the name of
 * the parameter, or begins with it: of everything that a host or a plugin can call.
 *
 * <p>The classes are loaded anew: what other tests have instrumented in this process has lost the
 * names of its parameters.
 */
@Tag("ALL-13")
class NullArgumentsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "dev.reprieve.Reprieve",
        "dev.reprieve.redis.RedisPolicy",
        "dev.reprieve.mongodb.MongoDbPolicy",
        "dev.reprieve.kec.KecPolicy"
      })
  void aNullIsRefusedByTheNameOfItsParameter(String ofModule) throws Exception {
    ClassLoader platform = ClassLoader.getPlatformClassLoader();
    try (URLClassLoader fresh = new URLClassLoader(classPath(), platform)) {
      Object breaches =
          fresh
              .loadClass(NullTrials.class.getName())
              .getMethod("breaches", String.class)
              .invoke(null, ofModule);
      assertThat(breaches).asInstanceOf(InstanceOfAssertFactories.LIST).isEmpty();
    }
  }

  private static URL[] classPath() throws IOException {
    List<URL> entries = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      entries.add(Path.of(entry).toUri().toURL());
    }
    return entries.toArray(URL[]::new);
  }
}
