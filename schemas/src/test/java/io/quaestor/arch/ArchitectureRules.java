package io.quaestor.arch;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** The rules between packages. A rule over a package that has no class yet holds. */
public final class ArchitectureRules {

    private static final String ROOT = "io.quaestor";

    /** Packages that only compute: the same arguments always give the same result. */
    private static final List<String> PURE =
            List.of(
                    "kernel",
                    "kernel.price",
                    "catalog",
                    "service.page",
                    "ingest.job",
                    "ingest.ledger",
                    "ingest.submission",
                    "router.track",
                    "router.budget",
                    "router.govern",
                    "router.route",
                    "router.failure",
                    "audit.chain",
                    "spend.fold",
                    "spend.view",
                    "bench.figure",
                    "cli.chaos.plan",
                    "cli.chaos.load",
                    "cli.chaos.fact",
                    "cli.chaos.check");

    /** What every service may see besides itself: schemas and the services' common shell. */
    private static final List<String> CONTRACTS =
            List.of("catalog..", "event..", "kernel..", "wire..", "service..");

    private static final Set<String> CLOCK_METHODS =
            Set.of(
                    "currentTimeMillis",
                    "nanoTime",
                    "now",
                    "system",
                    "systemUTC",
                    "systemDefaultZone");

    private static final Set<String> RANDOM_METHODS = Set.of("random", "randomUUID");

    private final String root;
    private final JavaClasses classes;

    ArchitectureRules(String root, JavaClasses classes) {
        this.root = root;
        this.classes = classes;
    }

    /**
     * Checks the classes of one service, without its tests.
     *
     * @param service its package below {@code io.quaestor}, for example {@code router}
     * @throws AssertionError naming each class that breaks a rule
     */
    public static void checkService(String service) {
        var rules = of(service);
        rules.seesOnlyItselfAndTheContracts(service);
        rules.checkPackages();
    }

    /**
     * Checks the classes of one module of schemas or deploy, without its tests.
     *
     * @param packages its packages below {@code io.quaestor}
     * @throws AssertionError naming each class that breaks a rule
     */
    public static void checkModule(String... packages) {
        of(packages).checkPackages();
    }

    private static ArchitectureRules of(String... packages) {
        var names = List.of(packages).stream().map(name -> ROOT + "." + name).toList();
        var classes =
                new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .importPackages(names);
        return new ArchitectureRules(ROOT, classes);
    }

    private void checkPackages() {
        pureCodeSeesNoInputOrOutput();
        pureCodeTakesTimeAndChanceAsArguments();
        packagesFormNoCycle();
    }

    void seesOnlyItselfAndTheContracts(String service) {
        check(
                noClasses()
                        .should()
                        .dependOnClassesThat(
                                resideInAPackage(root + "..")
                                        .and(
                                                DescribedPredicate.not(
                                                        resideInAnyPackage(allowedFor(service)))))
                        .because(
                                "a service sees schemas and the common shell, never another service"));
    }

    private String[] allowedFor(String service) {
        var allowed = new ArrayList<>(packages(CONTRACTS));
        allowed.add(root + "." + service + "..");
        return allowed.toArray(String[]::new);
    }

    void pureCodeSeesNoInputOrOutput() {
        check(
                classes()
                        .that()
                        .resideInAnyPackage(pure())
                        .should()
                        .onlyDependOnClassesThat(isHarmless())
                        .because("a decision must be testable without Kafka, HTTP or a database"));
    }

    private DescribedPredicate<JavaClass> isHarmless() {
        var ours = new ArrayList<>(packages(PURE));
        ours.add(root + ".event..");
        var language =
                resideInAnyPackage(
                        "",
                        "java.lang..",
                        "java.math..",
                        "java.nio",
                        "java.nio.charset..",
                        "java.security..",
                        "java.text..",
                        "java.time..",
                        "java.util..",
                        "javax.crypto..");
        var annotations =
                resideInAnyPackage("org.jspecify..", "com.google.errorprone.annotations..");
        // Codecs in memory, in spite of their neighbours.
        var codecs =
                belongToAnyOf(URLEncoder.class, URLDecoder.class)
                        .or(
                                resideInAnyPackage(
                                        "org.apache.avro",
                                        "org.apache.avro.generic",
                                        "org.apache.avro.specific"));
        return language.or(annotations)
                .or(codecs)
                .or(resideInAnyPackage(ours.toArray(String[]::new)))
                .as("belong to the language, the events or the pure core");
    }

    void pureCodeTakesTimeAndChanceAsArguments() {
        check(
                noClasses()
                        .that()
                        .resideInAnyPackage(pure())
                        .should()
                        .accessTargetWhere(readsClockOrChance())
                        .because("time, randomness and ids are arguments"));
    }

    private static DescribedPredicate<JavaAccess<?>> readsClockOrChance() {
        return DescribedPredicate.describe(
                "reads the clock or chance", access -> readsClock(access) || readsChance(access));
    }

    private static boolean readsClock(JavaAccess<?> access) {
        var owner = access.getTargetOwner();
        var ofTime =
                owner.getPackageName().startsWith("java.time")
                        || owner.isEquivalentTo(System.class);
        var asksGivenClock = access.getDescription().contains(Clock.class.getName() + ")");
        return ofTime && CLOCK_METHODS.contains(access.getName()) && !asksGivenClock;
    }

    private static boolean readsChance(JavaAccess<?> access) {
        var owner = access.getTargetOwner();
        var makesGenerator =
                owner.isAssignableTo(Random.class)
                        && (access.getName().equals("<init>")
                                || access.getName().equals("current"));
        var ofLanguage = owner.getPackageName().startsWith("java.");
        return makesGenerator || (ofLanguage && RANDOM_METHODS.contains(access.getName()));
    }

    void packagesFormNoCycle() {
        check(slices().matching(root + ".(**)").should().beFreeOfCycles());
    }

    private String[] pure() {
        return packages(PURE).toArray(String[]::new);
    }

    private List<String> packages(List<String> names) {
        return names.stream().map(name -> root + "." + name).toList();
    }

    private void check(ArchRule rule) {
        rule.allowEmptyShould(true).check(classes);
    }
}
