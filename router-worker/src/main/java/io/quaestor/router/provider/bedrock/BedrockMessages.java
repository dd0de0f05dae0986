package io.quaestor.router.provider.bedrock;

import io.quaestor.event.DocumentPart;
import io.quaestor.event.ImagePart;
import io.quaestor.event.Message;
import io.quaestor.event.Role;
import io.quaestor.event.TextPart;
import io.quaestor.event.ToolCallPart;
import io.quaestor.event.ToolResultPart;
import io.quaestor.router.provider.JsonText;
import io.quaestor.router.provider.UnsendableException;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ConversationRole;
import software.amazon.awssdk.services.bedrockruntime.model.SystemContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ToolResultContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ToolResultStatus;

/**
 * Messages as Converse wants them: system texts apart, and user and assistant taking turns, so
 * neighbours of one role are joined. Pure.
 */
final class BedrockMessages {

    private BedrockMessages() {}

    /** All system texts in order. */
    static List<SystemContentBlock> system(List<Message> messages) {
        List<SystemContentBlock> blocks = new ArrayList<>();
        for (Message message : messages) {
            if (message.getRole() == Role.SYSTEM) {
                message.getParts()
                        .forEach(part -> blocks.add(SystemContentBlock.fromText(systemText(part))));
            }
        }
        return blocks;
    }

    /** Everything else, in turns. */
    static List<software.amazon.awssdk.services.bedrockruntime.model.Message> conversation(
            List<Message> messages) {
        List<Turn> turns = new ArrayList<>();
        BedrockMedia media = new BedrockMedia();
        for (Message message : messages) {
            if (message.getRole() != Role.SYSTEM) {
                Turn turn = turn(turns, role(message.getRole()));
                message.getParts().forEach(part -> turn.blocks.add(block(part, media)));
            }
        }
        return turns.stream().filter(turn -> !turn.blocks.isEmpty()).map(Turn::message).toList();
    }

    /** One speaker's turn, growing. */
    private record Turn(ConversationRole role, List<ContentBlock> blocks) {

        software.amazon.awssdk.services.bedrockruntime.model.Message message() {
            return software.amazon.awssdk.services.bedrockruntime.model.Message.builder()
                    .role(role)
                    .content(blocks)
                    .build();
        }
    }

    private static Turn turn(List<Turn> turns, ConversationRole role) {
        if (turns.isEmpty() || turns.getLast().role != role) {
            turns.add(new Turn(role, new ArrayList<>()));
        }
        return turns.getLast();
    }

    private static ConversationRole role(Role role) {
        return switch (role) {
            case USER, TOOL -> ConversationRole.USER;
            case ASSISTANT -> ConversationRole.ASSISTANT;
            case SYSTEM -> throw new IllegalArgumentException("system texts are no turn");
            case UNKNOWN -> throw new UnsendableException("a message has an unknown role");
        };
    }

    private static String systemText(Object part) {
        if (part instanceof TextPart text) {
            return text.getText();
        }
        throw new UnsendableException("a SYSTEM message holds text only");
    }

    private static ContentBlock block(Object part, BedrockMedia media) {
        return switch (part) {
            case TextPart text -> ContentBlock.fromText(text.getText());
            case ImagePart image -> ContentBlock.fromImage(media.image(image));
            case DocumentPart document -> ContentBlock.fromDocument(media.document(document));
            case ToolCallPart call -> toolUse(call);
            case ToolResultPart result -> toolResult(result);
            default -> throw new UnsendableException("a message part has an unknown type");
        };
    }

    private static ContentBlock toolUse(ToolCallPart call) {
        String arguments = call.getArguments().isBlank() ? "{}" : call.getArguments();
        return ContentBlock.fromToolUse(
                use ->
                        use.toolUseId(call.getId())
                                .name(call.getName())
                                .input(
                                        BedrockJson.document(
                                                JsonText.object(
                                                        arguments, "arguments of a tool call"))));
    }

    private static ContentBlock toolResult(ToolResultPart result) {
        return ContentBlock.fromToolResult(
                block ->
                        block.toolUseId(result.getId())
                                .content(ToolResultContentBlock.fromText(result.getContent()))
                                .status(
                                        result.getError()
                                                ? ToolResultStatus.ERROR
                                                : ToolResultStatus.SUCCESS));
    }
}
