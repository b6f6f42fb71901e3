package dev.reprieve.terraform;

import java.util.Locale;
import java.util.regex.Pattern;

/** Tells by its name what may hold a secret inside a map of free keys (TF-04). */
final class Secrets {
  private static final Pattern NAMES =
      Pattern.compile("pass(word|wd|phrase)?|secret|token|credential|masterauth|private.?key");

  private Secrets() {}

  /** Whether a key of a map, such as a parameter, names a secret. */
  static boolean isNameOfOne(String name) {
    return NAMES.matcher(name.toLowerCase(Locale.ROOT)).find();
  }
}
