package io.quaestor.router.shape;

import com.networknt.schema.SchemaException;
import com.networknt.schema.regex.RegularExpression;
import com.networknt.schema.regex.RegularExpressionFactory;
import com.networknt.schema.regex.RegularExpressions;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A schema's patterns as regular expressions of the JDK, which find the pattern anywhere in a text.
 * Every character they look at counts as effort of the task at work, so that none backtracks for
 * ever.
 */
final class BoundedPatterns implements RegularExpressionFactory {
    /** Of the validation that this thread is at. */
    static final ScopedValue<Effort> EFFORT = ScopedValue.newInstance();

    @Override
    public RegularExpression getRegularExpression(String regex) {
        var pattern = compile(regex);
        return text ->
                pattern.matcher(
                                EFFORT.isBound()
                                        ? new Counted(text, EFFORT.get(), 0, text.length())
                                        : text)
                        .find();
    }

    private static Pattern compile(String regex) {
        try {
            return Pattern.compile(
                    RegularExpressions.replaceDollarAnchors(
                            RegularExpressions.replaceLongformCharacterProperties(regex)));
        } catch (PatternSyntaxException e) {
            throw new SchemaException("the pattern " + regex + " is unknown to Java: " + e);
        }
    }

    /** A text that counts how often it is looked at. */
    private record Counted(String text, Effort effort, int from, int to) implements CharSequence {
        @Override
        public char charAt(int index) {
            effort.character();
            return text.charAt(from + index);
        }

        @Override
        public int length() {
            return to - from;
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return new Counted(text, effort, from + start, from + end);
        }

        @Override
        public String toString() {
            return text.substring(from, to);
        }
    }
}
