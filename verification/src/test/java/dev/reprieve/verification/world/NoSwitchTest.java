package dev.reprieve.verification.world;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;

/**
 * What is published holds no switch that would make an engine break its promises: nothing is read
 * from outside, and nothing that is static can be changed. {@code PackagedSwitchTest} holds the
 * jars to the same rules.
 */
@AnalyzeClasses(packages = "dev.reprieve", importOptions = ImportOption.DoNotIncludeTests.class)
class NoSwitchTest {
  @ArchTest static final ArchTests RULES = ArchTests.in(SwitchRules.class);
}
