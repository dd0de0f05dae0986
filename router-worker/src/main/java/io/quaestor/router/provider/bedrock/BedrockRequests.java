package io.quaestor.router.provider.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import io.quaestor.event.LlmRequest;
import io.quaestor.event.Sampling;
import io.quaestor.event.Tool;
import io.quaestor.router.provider.JsonText;
import io.quaestor.router.provider.ProviderCall;
import io.quaestor.router.provider.UnsendableException;
import io.quaestor.router.provider.WireRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseRequest;
import software.amazon.awssdk.services.bedrockruntime.model.InferenceConfiguration;
import software.amazon.awssdk.services.bedrockruntime.model.ToolChoice;
import software.amazon.awssdk.services.bedrockruntime.model.ToolConfiguration;
import software.amazon.awssdk.services.bedrockruntime.model.ToolInputSchema;
import software.amazon.awssdk.services.bedrockruntime.model.ToolSpecification;

/** Writes a call as a Converse request. Pure. */
public final class BedrockRequests {

    /** Bedrock refuses a tool without a description at some models. */
    private static final String ANSWER_DESCRIPTION =
            "Gives the answer in the form that was asked for.";

    /** A request and the tool that will carry its JSON answer, if one was asked for. */
    public record Converse(ConverseRequest request, Optional<AnswerTool> answerTool) {

        /** The prompt is never printed. */
        @Override
        public String toString() {
            return "Converse[redacted]";
        }
    }

    private BedrockRequests() {}

    /** The request, or why Converse cannot express it. */
    public static WireRequest<Converse> converse(ProviderCall call) {
        try {
            Optional<AnswerTool> answerTool = AnswerTool.of(call.request());
            return new WireRequest.Ready<>(new Converse(request(call, answerTool), answerTool));
        } catch (UnsendableException e) {
            return new WireRequest.Unsendable<>(e.reason());
        }
    }

    private static ConverseRequest request(ProviderCall call, Optional<AnswerTool> answerTool) {
        LlmRequest request = call.request();
        ConverseRequest.Builder converse =
                ConverseRequest.builder()
                        .modelId(call.modelId())
                        .messages(BedrockMessages.conversation(request.getMessages()))
                        .inferenceConfig(inference(call.maxOutputTokens(), request.getSampling()));
        var system = BedrockMessages.system(request.getMessages());
        if (!system.isEmpty()) {
            converse.system(system);
        }
        if (answerTool.isPresent() || !request.getTools().isEmpty()) {
            toolConfiguration(request, answerTool).ifPresent(converse::toolConfig);
        }
        return converse.build();
    }

    /**
     * Converse has no penalties, and to drop them would change the answer. A seed is best effort
     * anywhere: none is sent.
     */
    private static InferenceConfiguration inference(
            int maxOutputTokens, @Nullable Sampling sampling) {
        InferenceConfiguration.Builder inference =
                InferenceConfiguration.builder().maxTokens(maxOutputTokens);
        if (sampling != null) {
            if (sampling.getPresencePenalty() != null || sampling.getFrequencyPenalty() != null) {
                throw new UnsendableException("Converse knows no penalties");
            }
            inference.temperature(real("temperature", sampling.getTemperature()));
            inference.topP(real("topP", sampling.getTopP()));
            if (!sampling.getStop().isEmpty()) {
                inference.stopSequences(sampling.getStop());
            }
        }
        return inference.build();
    }

    private static @Nullable Float real(String field, @Nullable Double value) {
        if (value == null) {
            return null;
        }
        if (!Float.isFinite(value.floatValue())) {
            throw new UnsendableException(field + " is no number");
        }
        return value.floatValue();
    }

    private static Optional<ToolConfiguration> toolConfiguration(
            LlmRequest request, Optional<AnswerTool> answerTool) {
        String choice = request.getToolChoice();
        boolean ownTools = !request.getTools().isEmpty() && !choice.equals("none");
        List<software.amazon.awssdk.services.bedrockruntime.model.Tool> tools = new ArrayList<>();
        if (ownTools) {
            request.getTools().forEach(tool -> tools.add(tool(tool)));
        }
        answerTool.ifPresent(
                answer -> tools.add(tool(answer.name(), ANSWER_DESCRIPTION, answer.schema())));
        if (tools.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                ToolConfiguration.builder()
                        .tools(tools)
                        .toolChoice(choice(choice, ownTools, answerTool))
                        .build());
    }

    private static ToolChoice choice(
            String choice, boolean ownTools, Optional<AnswerTool> answerTool) {
        if (!ownTools && answerTool.isPresent()) {
            return ToolChoice.builder().tool(tool -> tool.name(answerTool.get().name())).build();
        }
        return switch (choice) {
            // With an answer tool among others the model must call one of them: an own tool or the
            // answer.
            case "", "auto" ->
                    answerTool.isPresent()
                            ? ToolChoice.builder().any(any -> {}).build()
                            : ToolChoice.builder().auto(auto -> {}).build();
            case "required" -> ToolChoice.builder().any(any -> {}).build();
            default -> ToolChoice.builder().tool(tool -> tool.name(choice)).build();
        };
    }

    private static software.amazon.awssdk.services.bedrockruntime.model.Tool tool(Tool tool) {
        return tool(
                tool.getName(),
                tool.getDescription(),
                JsonText.object(tool.getParameters(), "tool parameters"));
    }

    private static software.amazon.awssdk.services.bedrockruntime.model.Tool tool(
            String name, String description, JsonNode schema) {
        ToolSpecification.Builder specification =
                ToolSpecification.builder()
                        .name(name)
                        .inputSchema(ToolInputSchema.fromJson(BedrockJson.document(schema)));
        if (!description.isEmpty()) {
            specification.description(description);
        }
        return software.amazon.awssdk.services.bedrockruntime.model.Tool.fromToolSpec(
                specification.build());
    }
}
