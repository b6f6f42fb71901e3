package dev.reprieve.verification.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;

/** The domain's house rules: no clock, no thread, no dice, no printing; and who may know whom. */
@AnalyzeClasses(packages = "dev.reprieve", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String[] CORE = {
    "dev.reprieve",
    "dev.reprieve.effect..",
    "dev.reprieve.expiry..",
    "dev.reprieve.guard..",
    "dev.reprieve.internal..",
    "dev.reprieve.model..",
    "dev.reprieve.policy..",
    "dev.reprieve.recyclebin..",
    "dev.reprieve.simulation.."
  };

  private static final String[] POLICIES = {
    "dev.reprieve.redis..", "dev.reprieve.mongodb..", "dev.reprieve.kec.."
  };

  private static final String[] DOMAIN = concat(CORE, POLICIES);

  private static final String[] PLATFORM = {"java..", "org.slf4j..", "org.jspecify.."};

  /** Static methods and constructors by which an answer would depend on when it is asked. */
  private static final Set<String> CLOCKS =
      Set.of(
          "java.time.Instant.now",
          "java.time.InstantSource.system",
          "java.time.Clock.system",
          "java.time.Clock.systemUTC",
          "java.time.Clock.systemDefaultZone",
          "java.time.Clock.tickMillis",
          "java.time.Clock.tickSeconds",
          "java.time.Clock.tickMinutes",
          "java.time.LocalDate.now",
          "java.time.LocalTime.now",
          "java.time.LocalDateTime.now",
          "java.time.OffsetDateTime.now",
          "java.time.ZonedDateTime.now",
          "java.time.ZoneId.systemDefault",
          "java.lang.System.currentTimeMillis",
          "java.lang.System.nanoTime",
          "java.util.Date.<init>",
          "java.util.Calendar.getInstance");

  private static final Set<String> DICE =
      Set.of("java.lang.Math.random", "java.util.UUID.randomUUID");

  private static final Set<String> DICE_TYPES =
      Set.of(
          "java.util.Random",
          "java.util.SplittableRandom",
          "java.util.concurrent.ThreadLocalRandom",
          "java.security.SecureRandom");

  private static final Set<String> THREAD_TYPES =
      Set.of(
          "java.util.Timer",
          "java.util.concurrent.CompletableFuture",
          "java.util.concurrent.Executor",
          "java.util.concurrent.ExecutorService",
          "java.util.concurrent.Executors",
          "java.util.concurrent.ForkJoinPool",
          "java.util.concurrent.ScheduledExecutorService",
          "java.util.concurrent.ThreadFactory");

  private static final Set<String> THREADS =
      Set.of(
          "java.lang.Thread.<init>",
          "java.lang.Thread.start",
          "java.lang.Thread.sleep",
          "java.util.Collection.parallelStream",
          "java.util.List.parallelStream",
          "java.util.stream.Stream.parallel");

  @ArchTest
  static final ArchRule theDomainReadsNoWallClock =
      noClasses()
          .that()
          .resideInAnyPackage(DOMAIN)
          .and()
          // The one place of the key-expiry store that knows the machine's time.
          .doNotHaveFullyQualifiedName("dev.reprieve.expiry.SystemTime")
          .and()
          // The default by which steps of the store's clock are found (SAF-05).
          .doNotHaveFullyQualifiedName("dev.reprieve.ElapsedTime")
          .should()
          .accessTargetWhere(outsideTheDefaultOfTheBuilder(CLOCKS));

  @ArchTest
  static final ArchRule theDomainThrowsNoDice =
      noClasses()
          .that()
          .resideInAnyPackage(DOMAIN)
          .should()
          .accessTargetWhere(is(DICE))
          .orShould()
          .dependOnClassesThat(named(DICE_TYPES));

  @ArchTest
  static final ArchRule theDomainStartsNoThread =
      noClasses()
          .that()
          .resideInAnyPackage(DOMAIN)
          .and()
          // Key expiry runs on what its host hands it, and starts a ticker where its host asks.
          .resideOutsideOfPackage("dev.reprieve.expiry..")
          .should()
          .accessTargetWhere(is(THREADS))
          .orShould()
          .dependOnClassesThat(named(THREAD_TYPES));

  @ArchTest
  static final ArchRule theDomainPrintsNothing =
      noClasses()
          .that()
          .resideInAnyPackage(DOMAIN)
          .should()
          .accessField(System.class, "out")
          .orShould()
          .accessField(System.class, "err")
          .orShould()
          .callMethod(Throwable.class, "printStackTrace");

  /** But for what is not exported, which knows nothing of core. */
  @ArchTest
  static final ArchRule theModelKnowsNoOtherPackageOfCore =
      classes()
          .that()
          .resideInAPackage("dev.reprieve.model..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(concat(PLATFORM, "dev.reprieve.model..", "dev.reprieve.internal.."));

  @ArchTest
  static final ArchRule whatIsInternalKnowsNothingElseOfCore =
      classes()
          .that()
          .resideInAPackage("dev.reprieve.internal..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(concat(PLATFORM, "dev.reprieve.internal.."));

  /** Expired keys are a matter of their own; the package may not have arrived yet. */
  @ArchTest
  static final ArchRule expiredKeysKnowNothingElseOfCore =
      classes()
          .that()
          .resideInAPackage("dev.reprieve.expiry..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(concat(PLATFORM, "dev.reprieve.expiry.."))
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule coreKnowsThePlatformAlone =
      classes()
          .that()
          .resideInAnyPackage(CORE)
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(concat(PLATFORM, CORE));

  @ArchTest static final ArchRule redisKnowsCoreAlone = knowsCoreAlone("dev.reprieve.redis..");

  @ArchTest static final ArchRule mongoDbKnowsCoreAlone = knowsCoreAlone("dev.reprieve.mongodb..");

  @ArchTest static final ArchRule kecKnowsCoreAlone = knowsCoreAlone("dev.reprieve.kec..");

  @ArchTest
  static final ArchRule packagesAreFreeOfCycles =
      slices().assignedFrom(packages()).should().beFreeOfCycles();

  private static ArchRule knowsCoreAlone(String policy) {
    return classes()
        .that()
        .resideInAPackage(policy)
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(concat(concat(PLATFORM, CORE), policy));
  }

  private static SliceAssignment packages() {
    return new SliceAssignment() {
      @Override
      public SliceIdentifier getIdentifierOf(JavaClass javaClass) {
        return SliceIdentifier.of(javaClass.getPackageName());
      }

      @Override
      public String getDescription() {
        return "packages of every module";
      }
    };
  }

  private static DescribedPredicate<JavaAccess<?>> is(Set<String> targets) {
    return describe(
        "target is one of " + new TreeSet<>(targets), access -> targets.contains(target(access)));
  }

  /** A host that brings no store gets one by the system's clock: the one place that reads it. */
  private static DescribedPredicate<JavaAccess<?>> outsideTheDefaultOfTheBuilder(
      Set<String> targets) {
    return describe(
        "target is one of " + new TreeSet<>(targets) + ", but for the builder's default store",
        access ->
            targets.contains(target(access))
                && !(target(access).equals("java.time.InstantSource.system")
                    && access.getOriginOwner().getName().equals("dev.reprieve.Reprieve")
                    && access.getOrigin().getName().equals("<init>")));
  }

  private static String target(JavaAccess<?> access) {
    return access.getTargetOwner().getName() + "." + access.getTarget().getName();
  }

  private static DescribedPredicate<JavaClass> named(Set<String> names) {
    return describe(
        "named one of " + new TreeSet<>(names), javaClass -> names.contains(javaClass.getName()));
  }

  private static String[] concat(String[] some, String... others) {
    String[] all = Arrays.copyOf(some, some.length + others.length);
    System.arraycopy(others, 0, all, some.length, others.length);
    return all;
  }
}
