package io.quaestor.ingest.submission;

import io.quaestor.catalog.CatalogSnapshot;
import io.quaestor.event.DepartmentEntry;
import io.quaestor.event.LlmRequest;
import io.quaestor.event.TopicPosition;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** A judge with a small world: department legal on lane 7, closed on lane 9 is retired. */
public final class Bench {

    public static final Limits LIMITS =
            new Limits(1_000_000, Duration.ofDays(7), Duration.ofHours(24));
    public static final Instant SUBMITTED_AT = Instant.parse("2026-03-01T12:00:00Z");
    public static final Instant NOW = SUBMITTED_AT.plusSeconds(5);
    public static final long OFFSET = 42;

    private static final Map<String, ReplyTopics.Standing> TOPICS =
            Map.of(
                    "llm.responses.team", ReplyTopics.Standing.WRITABLE,
                    "llm.responses.missing", ReplyTopics.Standing.MISSING,
                    "llm.responses.secret", ReplyTopics.Standing.FORBIDDEN,
                    "llm.responses.narrow", ReplyTopics.Standing.TOO_NARROW);

    private static final CatalogSnapshot CATALOG =
            new CatalogSnapshot(
                    3,
                    Map.of(),
                    Map.of(),
                    Map.of(),
                    Map.of("legal", department(7)),
                    Map.of("closed", department(9)),
                    Map.of(),
                    Map.of(),
                    Map.of(),
                    Map.of(),
                    Map.of(),
                    Map.of());

    private final Judge judge;

    public Bench(JsonShape json) {
        this.judge = new Judge(LIMITS, json);
    }

    private static DepartmentEntry department(int lane) {
        return DepartmentEntry.newBuilder()
                .setLane(lane)
                .setZone("UTC")
                .setModels(List.of())
                .setRegions(List.of())
                .setMaxInputBytes(1)
                .build();
    }

    public Views freshViews() {
        return new Views(CATALOG, true, this::standing);
    }

    public Views staleViews() {
        return new Views(CATALOG, false, this::standing);
    }

    private ReplyTopics.Standing standing(String topic) {
        return TOPICS.getOrDefault(topic, ReplyTopics.Standing.UNKNOWN);
    }

    public Submitted submitted(LlmRequest request) {
        return submitted(request, 100);
    }

    public Submitted submitted(LlmRequest request, int valueBytes) {
        var position = new TopicPosition("llm.requests", 3, OFFSET);
        return new Submitted(
                request, position, OFFSET, SUBMITTED_AT, valueBytes, ByteBuffer.allocate(32));
    }

    public Submission judge(Submitted submitted, Views views) {
        return judge.judge(submitted, views, NOW);
    }

    public Submission.Accepted accepted(LlmRequest request) {
        return (Submission.Accepted) judge(submitted(request), freshViews());
    }

    public Submission.Rejected rejected(LlmRequest request) {
        return (Submission.Rejected) judge(submitted(request), freshViews());
    }

    public static CatalogSnapshot catalog() {
        return CATALOG;
    }
}
