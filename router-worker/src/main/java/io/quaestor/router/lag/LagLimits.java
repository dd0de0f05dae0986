package io.quaestor.router.lag;

import java.util.Map;

/** How much may lie on a provider's queues, not started, by lane. */
public interface LagLimits {
    /**
     * What one lane may have on its queue.
     *
     * @param bytes of payload; reached, nothing more is put there, so it is passed by one job at
     *     most
     */
    record Share(int jobs, long bytes) {
        /** Nothing. */
        public static final Share NONE = new Share(0, 0);

        public Share plus(int furtherJobs, long furtherBytes) {
            return new Share(jobs + furtherJobs, bytes + furtherBytes);
        }
    }

    /**
     * @param waiting for each lane of this worker the weight of its departments that have jobs to
     *     put there, 0 when none has
     * @param taken what the others of these lanes have on the queue
     * @return the share of each lane that has jobs to put there, at least one job and one byte;
     *     none when the provider is not in the catalogue
     */
    Map<Integer, Share> of(String provider, Map<Integer, Integer> waiting, Share taken);
}
