package io.quaestor.ingest;

import io.quaestor.ingest.submission.ReplyTopics;

/** Reply topics that can be looked at. */
interface ReplyTopicView extends ReplyTopics {

    /**
     * Makes {@link #standing} know the topic for a while.
     *
     * @throws ViewUnavailableException when it cannot be found out
     */
    void look(String topic);
}
