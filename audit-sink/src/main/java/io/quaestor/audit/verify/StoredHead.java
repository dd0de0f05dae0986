package io.quaestor.audit.verify;

/** A row of {@code chain_head} as it is. */
record StoredHead(long sequence, byte[] leaf, long kafkaOffset) {}
