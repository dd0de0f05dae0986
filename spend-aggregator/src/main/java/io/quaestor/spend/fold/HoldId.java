package io.quaestor.spend.fold;

/** One dispatch of one run of a job: what exactly one hold belongs to. */
public record HoldId(String jobId, long run, int dispatch) {

    /** {@code <job id>/<run>/<dispatch>}: the beginning of the ids of its charges. */
    public String text() {
        return jobId + "/" + run + "/" + dispatch;
    }

    @Override
    public String toString() {
        return text();
    }
}
