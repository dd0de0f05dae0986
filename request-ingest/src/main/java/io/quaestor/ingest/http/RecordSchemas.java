package io.quaestor.ingest.http;

import io.quaestor.event.LlmRequest;
import io.quaestor.event.LlmResponse;
import io.quaestor.ingest.json.AvroJsonSchema;
import io.quaestor.service.http.OpenApiCompletion;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.representer.Representer;

/**
 * Adds requests and responses to the OpenAPI document as their Avro schemas have them, so that it
 * cannot differ from what the service reads and writes.
 */
@Singleton
final class RecordSchemas implements OpenApiCompletion {

    @Override
    public String completed(String generated) {
        Map<String, Object> document = new LinkedHashMap<>(yaml().load(generated));
        Map<String, Object> components = child(document, "components");
        Map<String, Object> schemas = child(components, "schemas");
        var records = List.of(LlmRequest.getClassSchema(), LlmResponse.getClassSchema());
        AvroJsonSchema.add(records, schemas);
        components.put("schemas", schemas);
        document.put("components", components);
        return yaml().dump(document);
    }

    @SuppressWarnings("unchecked") // keys of a YAML document of ours are texts
    private static Map<String, Object> child(Map<String, Object> parent, String name) {
        return new LinkedHashMap<>((Map<String, Object>) parent.getOrDefault(name, Map.of()));
    }

    private static Yaml yaml() {
        var options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        // No anchors: Map.of("type", "string") is one object in many places.
        var representer = new Representer(options);
        return new Yaml(new SafeConstructor(new LoaderOptions()), representer, options);
    }
}
