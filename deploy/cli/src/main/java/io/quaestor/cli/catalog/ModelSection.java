package io.quaestor.cli.catalog;

import io.quaestor.event.ModelEntry;
import io.quaestor.event.PriceEntry;
import io.quaestor.kernel.Route;
import java.util.ArrayList;
import java.util.List;

/** {@code models}: {@code name@provider} with its limits, abilities and prices. */
final class ModelSection implements Section {
    private static final long CONTEXT_MAX = 100_000_000;
    private static final long OUTPUT_MAX = 10_000_000;
    private static final long PART_BOUND_MAX = 10_000_000;
    private static final int QUALITY_MAX = 100;

    private final Draft draft;
    private final PriceReader prices;

    ModelSection(Draft draft) {
        this.draft = draft;
        this.prices = new PriceReader(draft.starts);
    }

    @Override
    public void read(String name, Fields fields) {
        int at = name.lastIndexOf('@');
        var provider = name.substring(at + 1);
        checkName(name, at, provider, fields);
        var id = fields.text("id");
        if (!id.isEmpty()) {
            Route.problemInModel(id).ifPresent(problem -> fields.problem("id", problem));
        }
        draft.models.put(
                name,
                ModelEntry.newBuilder()
                        .setProvider(provider)
                        .setId(id)
                        .setContextTokens(fields.whole("context", 1, CONTEXT_MAX))
                        .setMaxOutputTokens((int) fields.whole("max-output", 1, OUTPUT_MAX))
                        .setJson(fields.flag("json", true))
                        .setTools(fields.flag("tools", true))
                        .setImages(fields.flag("images", false))
                        .setDocuments(fields.flag("documents", false))
                        .setImageTokenBound(fields.whole("image-token-bound", 0, 0, PART_BOUND_MAX))
                        .setDocumentTokenBound(
                                fields.whole("document-token-bound", 0, 0, PART_BOUND_MAX))
                        .setQuality((int) fields.whole("quality", 0, 0, QUALITY_MAX))
                        .setPrices(prices(name, provider, id, fields))
                        .build());
    }

    private void checkName(String name, int at, String provider, Fields fields) {
        if (at < 1) {
            fields.entryProblem("model must be written name@provider: " + name);
            return;
        }
        Names.problemInModel(name.substring(0, at))
                .ifPresent(problem -> fields.entryProblem(problem));
        if (!draft.providers.containsKey(provider)) {
            fields.entryProblem("unknown provider " + provider);
        }
    }

    /** One sheet in the model itself, or a list of them; without any the model is unpriced. */
    private List<PriceEntry> prices(String model, String provider, String id, Fields fields) {
        var sheets = new ArrayList<PriceEntry>();
        boolean several = fields.has("prices");
        if (several && fields.has("price")) {
            fields.problem("price", "write either price or prices");
        }
        fields.node("prices")
                .ifPresent(node -> sheets.addAll(list(model, provider, id, fields, node)));
        if (!several && PriceReader.has(fields)) {
            sheets.addAll(prices.sheet(model, provider, id, fields));
        }
        return sheets;
    }

    private List<PriceEntry> list(
            String model, String provider, String id, Fields fields, YamlNode node) {
        var sheets = new ArrayList<PriceEntry>();
        if (!(node instanceof YamlNode.Sequence(_, List<YamlNode> items))) {
            fields.problem("prices", "must be a list of price sheets");
            return sheets;
        }
        for (int i = 0; i < items.size(); i++) {
            var sheet = fields.item(items.get(i), "prices", i);
            sheets.addAll(prices.sheet(model, provider, id, sheet));
            sheet.end();
        }
        return sheets;
    }
}
