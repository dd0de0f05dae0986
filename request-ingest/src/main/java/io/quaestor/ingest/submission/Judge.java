package io.quaestor.ingest.submission;

import io.quaestor.event.ClaimProof;
import io.quaestor.event.ErrorType;
import io.quaestor.event.Job;
import io.quaestor.kernel.Department;
import java.time.Instant;
import java.util.Optional;

/** Judges submissions by all rules, in one pass that lists every problem. */
public final class Judge {

    private final Limits limits;
    private final JsonShape json;

    public Judge(Limits limits, JsonShape json) {
        this.limits = limits;
        this.json = json;
    }

    public Submission judge(Submitted submitted, Views views, Instant now) {
        var request = submitted.request();
        var unseen =
                new Submission.NeedsFreshView(
                        unseenDepartment(submitted, views), unseenReplyTopic(submitted, views));
        if (unseen.department().isPresent() || unseen.replyTopic().isPresent()) {
            return unseen;
        }
        var problems = new Problems();
        new ParameterRules(limits, problems).check(submitted);
        IdentityRules.check(request, problems);
        departmentKnown(request.getDepartment(), views, problems);
        String replyTopic = replyTopic(submitted, views, problems);
        new MessageRules(json, problems).check(request);
        new ToolRules(json, problems).check(request);
        int lane = views.catalog().lane(request.getDepartment());
        return problems.none()
                ? new Submission.Accepted(lane, job(submitted, replyTopic, now), submitted)
                : new Submission.Rejected(lane, submitted, replyTopic, problems.all());
    }

    private static Optional<String> unseenDepartment(Submitted submitted, Views views) {
        String code = submitted.request().getDepartment();
        boolean seen =
                views.catalogIsFresh()
                        || Department.problemIn(code).isPresent()
                        || views.catalog().department(code).isPresent();
        return seen ? Optional.empty() : Optional.of(code);
    }

    private static Optional<String> unseenReplyTopic(Submitted submitted, Views views) {
        return named(submitted)
                .filter(topic -> standing(topic, views) == ReplyTopics.Standing.UNKNOWN);
    }

    private static void departmentKnown(String code, Views views, Problems problems) {
        if (views.catalog().department(code).isPresent()
                || Department.problemIn(code).isPresent()) {
            return;
        }
        boolean retired = views.catalog().retired().containsKey(code);
        problems.add(
                ErrorType.UNKNOWN_DEPARTMENT,
                "department",
                retired ? "is retired" : "is not in the catalogue");
    }

    /** Where the answer goes: the topic asked for, unless it is a problem. */
    private static String replyTopic(Submitted submitted, Views views, Problems problems) {
        var asked = submitted.request().getReplyTopic();
        if (asked == null) {
            return ReplyTopicName.DEFAULT;
        }
        var problem =
                named(submitted).isEmpty()
                        ? Optional.of("must be llm.responses or a topic llm.responses.*")
                        : problemOf(standing(asked, views));
        problem.ifPresent(why -> problems.add(typeOf(asked, views), "replyTopic", why));
        return problem.isPresent() ? ReplyTopicName.DEFAULT : asked;
    }

    private static ErrorType typeOf(String asked, Views views) {
        return standing(asked, views) == ReplyTopics.Standing.TOO_FORGETFUL
                ? ErrorType.RETENTION
                : ErrorType.REPLY_TOPIC;
    }

    private static Optional<String> problemOf(ReplyTopics.Standing standing) {
        return switch (standing) {
            case WRITABLE -> Optional.empty();
            case MISSING -> Optional.of("does not exist");
            case FORBIDDEN -> Optional.of("may not be written to");
            case TOO_NARROW -> Optional.of("takes only records too small for an answer");
            case TOO_FORGETFUL -> Optional.of("keeps answers for less time than they are repeated");
            case UNKNOWN -> Optional.of("could not be looked up");
        };
    }

    private static ReplyTopics.Standing standing(String topic, Views views) {
        // Our own topic was provisioned with us.
        return topic.equals(ReplyTopicName.DEFAULT)
                ? ReplyTopics.Standing.WRITABLE
                : views.replyTopics().standing(topic);
    }

    /** The reply topic that is asked for, if its name is allowed. */
    private static Optional<String> named(Submitted submitted) {
        return Optional.ofNullable(submitted.request().getReplyTopic())
                .filter(ReplyTopicName::isAllowed);
    }

    private Job job(Submitted submitted, String replyTopic, Instant now) {
        var request = submitted.request();
        var deadline = request.getDeadline();
        return new Job(
                submitted.jobId().text(),
                submitted.run(),
                submitted.position(),
                submitted.submittedAt(),
                now,
                deadline == null
                        ? submitted.submittedAt().plus(limits.defaultDeadline())
                        : deadline,
                replyTopic,
                submitted.bodySha256(),
                InputSize.of(request),
                ClaimProof.TRUSTED_PAYLOAD,
                request);
    }
}
