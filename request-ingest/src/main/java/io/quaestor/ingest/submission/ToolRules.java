package io.quaestor.ingest.submission;

import io.quaestor.event.LlmRequest;
import io.quaestor.event.ResponseFormat;
import io.quaestor.event.ResponseKind;
import io.quaestor.event.Tool;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The form of the reply and the tools: their schemas are JSON objects, their names unambiguous. */
final class ToolRules {

    static final String NAME_RULE = "must match [a-zA-Z0-9_-]{1,64}";

    /** What OpenAI takes; the others take fewer. */
    private static final int TOOLS_MAX = 128;

    /** Each repair is a paid call. */
    private static final int REPAIRS_MAX = 5;

    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]{1,64}");
    private static final Set<String> CHOICES = Set.of("auto", "none", "required");

    private final JsonShape json;
    private final Problems problems;

    ToolRules(JsonShape json, Problems problems) {
        this.json = json;
        this.problems = problems;
    }

    static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    void check(LlmRequest request) {
        format(request.getResponseFormat());
        Set<String> names = new HashSet<>();
        if (request.getTools().size() > TOOLS_MAX) {
            problems.invalid("tools", "has more than %d".formatted(TOOLS_MAX));
        } else {
            for (int i = 0; i < request.getTools().size(); i++) {
                tool("tools[" + i + "]", request.getTools().get(i), names);
            }
        }
        choice(request, names);
    }

    private void format(@Nullable ResponseFormat format) {
        if (format == null) {
            return;
        }
        var schema = format.getSchema$();
        if (format.getKind() == ResponseKind.UNKNOWN) {
            problems.invalid("responseFormat.kind", "is unknown to this version");
        }
        if (format.getKind() == ResponseKind.JSON_SCHEMA && schema == null) {
            problems.invalid("responseFormat.schema", "is missing");
        }
        if (schema != null && !json.isObject(schema)) {
            problems.invalid("responseFormat.schema", "is no JSON object");
        }
        if (!format.getName().isEmpty() && !isName(format.getName())) {
            problems.invalid("responseFormat.name", NAME_RULE);
        }
        if (format.getMaxRepairs() < 0 || format.getMaxRepairs() > REPAIRS_MAX) {
            problems.outOfRange("responseFormat.maxRepairs", "must be 0 to " + REPAIRS_MAX);
        }
    }

    private void tool(String at, Tool tool, Set<String> names) {
        if (!isName(tool.getName())) {
            problems.invalid(at + ".name", NAME_RULE);
        } else if (CHOICES.contains(tool.getName())) {
            problems.invalid(at + ".name", "is a word of toolChoice");
        } else if (!names.add(tool.getName())) {
            problems.invalid(at + ".name", "is the name of an earlier tool");
        }
        if (!json.isObject(tool.getParameters())) {
            problems.invalid(at + ".parameters", "is no JSON object");
        }
    }

    private void choice(LlmRequest request, Set<String> names) {
        String choice = request.getToolChoice();
        if (!CHOICES.contains(choice) && !names.contains(choice)) {
            problems.invalid("toolChoice", "is neither auto, none, required nor a tool's name");
        }
        if (choice.equals("required") && request.getTools().isEmpty()) {
            problems.invalid("toolChoice", "requires a tool where there is none");
        }
    }
}
