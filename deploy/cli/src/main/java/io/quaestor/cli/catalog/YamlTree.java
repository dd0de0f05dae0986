package io.quaestor.cli.catalog;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Parses YAML 1.2 into nodes with lines, and fills in the environment's values. */
final class YamlTree {
    /** The deepest catalogue has seven levels; more is a mistake or an anchor that names itself. */
    private static final int DEPTH_MAX = 10;

    /** Far above the largest catalogue; a hostile one must not fill the memory. */
    private static final int CODE_POINTS_MAX = 4_000_000;

    private final Substitution substitution;
    private final Problems problems;

    private YamlTree(Substitution substitution, Problems problems) {
        this.substitution = substitution;
        this.problems = problems;
    }

    /** The document's root; empty when it has a problem that leaves nothing to read. */
    static Optional<YamlNode.Mapping> parse(
            String yaml, Substitution substitution, Problems problems) {
        try {
            var settings = LoadSettings.builder().setCodePointLimit(CODE_POINTS_MAX).build();
            var root = new Compose(settings).composeString(yaml);
            if (root.isPresent() && root.get() instanceof MappingNode mapping) {
                return Optional.of(new YamlTree(substitution, problems).mapping(mapping, "", 1));
            }
            problems.add(1, "", "a catalogue is a YAML mapping of sections");
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
            problems.add(line, "", "no valid YAML: " + e.getProblem());
        } catch (YamlEngineException e) {
            problems.add(1, "", "no valid YAML: " + e.getMessage());
        }
        return Optional.empty();
    }

    private YamlNode.Mapping mapping(MappingNode node, String path, int depth) {
        var fields = new LinkedHashMap<String, YamlNode.Field>();
        for (var tuple : node.getValue()) {
            field(tuple, path, depth, fields);
        }
        return new YamlNode.Mapping(line(node), fields);
    }

    private void field(
            NodeTuple tuple, String path, int depth, Map<String, YamlNode.Field> fields) {
        int line = line(tuple.getKeyNode());
        if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
            problems.add(line, path, "a field's name must be plain text");
            return;
        }
        var name = key.getValue();
        var where = path.isEmpty() ? name : path + "." + name;
        if (fields.containsKey(name)) {
            problems.add(line, where, "is written twice");
            return;
        }
        fields.put(name, new YamlNode.Field(line, node(tuple.getValueNode(), where, depth + 1)));
    }

    private YamlNode node(Node node, String path, int depth) {
        if (depth > DEPTH_MAX) {
            problems.add(line(node), path, "is nested deeper than %d levels".formatted(DEPTH_MAX));
            return new YamlNode.Unresolved(line(node));
        }
        return switch (node) {
            case MappingNode mapping -> mapping(mapping, path, depth);
            case SequenceNode sequence ->
                    new YamlNode.Sequence(line(node), items(sequence, path, depth));
            case ScalarNode scalar -> scalar(scalar, path);
            default -> throw new IllegalStateException("YAML node " + node.getNodeType());
        };
    }

    private List<YamlNode> items(SequenceNode sequence, String path, int depth) {
        var items = new ArrayList<YamlNode>();
        for (var item : sequence.getValue()) {
            items.add(node(item, path + "[" + items.size() + "]", depth + 1));
        }
        return List.copyOf(items);
    }

    private YamlNode scalar(ScalarNode node, String path) {
        int line = line(node);
        return switch (substitution.apply(node.getValue())) {
            case Substitution.Text(String text) ->
                    new YamlNode.Scalar(line, text, node.getTag().equals(Tag.STR));
            case Substitution.Missing(List<String> reasons) -> {
                reasons.forEach(reason -> problems.add(line, path, reason));
                yield new YamlNode.Unresolved(line);
            }
        };
    }

    private static int line(Node node) {
        return node.getStartMark().map(Mark::getLine).orElse(0) + 1;
    }
}
