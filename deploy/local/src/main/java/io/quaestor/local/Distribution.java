package io.quaestor.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The folder with everything that runs: {@code lib}, the registry, and one Java argument file per
 * program.
 *
 * @param home {@code target/quaestor} of the build
 * @param options of every Java virtual machine, before those of its argument file
 */
public record Distribution(Path home, List<String> options) {
    private static final String BUILD_IT = "build it with: mvn -q -Dquick -DskipTests package";

    /** Half the processor time of a start goes into optimising code. */
    private static final String NO_OPTIMISER = "-XX:TieredStopAtLevel=1";

    /** Heaps and compiled code in large pages: the processor looks up fewer of them. */
    private static final String HUGE_PAGES = "-XX:+UseTransparentHugePages";

    /** Where Linux says who gets them, for example {@code always [madvise] never}. */
    private static final Path HUGE_PAGES_SETTING =
            Path.of("/sys/kernel/mm/transparent_hugepage/enabled");

    public Distribution {
        options = List.copyOf(options);
    }

    /**
     * Finds it by the system property {@code quaestor.home}, else the environment variable {@code
     * QUAESTOR_HOME}. {@code quaestor.java.options} and {@code QUAESTOR_JAVA_OPTIONS} name options
     * of every Java virtual machine, separated by blanks; they come behind that for huge pages, and
     * so win.
     *
     * @throws StackException when neither is set
     */
    public static Distribution find() {
        var options = new ArrayList<>(hugePages(HUGE_PAGES_SETTING));
        setting("quaestor.java.options", "QUAESTOR_JAVA_OPTIONS")
                .map(words -> List.of(words.strip().split(" +")))
                .ifPresent(options::addAll);
        return setting("quaestor.home", "QUAESTOR_HOME")
                .map(home -> new Distribution(Path.of(home).toAbsolutePath(), options))
                .orElseThrow(
                        () ->
                                new StackException(
                                        "QUAESTOR_HOME is not set: it names the folder target/quaestor of the build"));
    }

    /** The option where Linux gives huge pages; none on other systems, whose Java refuses it. */
    static List<String> hugePages(Path setting) {
        try {
            boolean given =
                    Files.isReadable(setting) && !Files.readString(setting).contains("[never]");
            return given ? List.of(HUGE_PAGES) : List.of();
        } catch (IOException e) {
            throw new StackException("cannot read " + setting + ": " + e.getMessage(), e);
        }
    }

    private static Optional<String> setting(String property, String variable) {
        return Optional.ofNullable(System.getProperty(property))
                .or(() -> Optional.ofNullable(System.getenv(variable)))
                .filter(text -> !text.isBlank());
    }

    /** For a run of a minute or two, which is over before optimised code pays. */
    public Distribution shortLived() {
        var more = new ArrayList<>(options);
        more.add(NO_OPTIMISER);
        return new Distribution(home, more);
    }

    /**
     * The command that starts a program.
     *
     * @param program the argument file's name without {@code .args}
     * @param more options of the Java virtual machine
     * @param arguments of the program itself
     * @throws StackException when the program was not built
     */
    public List<String> command(String program, List<String> more, List<String> arguments) {
        var argumentFile = home.resolve(program + ".args");
        if (!Files.isRegularFile(argumentFile)) {
            throw new StackException(argumentFile + " is missing; " + BUILD_IT);
        }
        var words = new ArrayList<String>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(options);
        words.addAll(more);
        words.add("@" + argumentFile);
        words.addAll(arguments);
        return List.copyOf(words);
    }
}
