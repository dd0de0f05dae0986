-- One hash chain per journal lane. What is hashed is in io.quaestor.audit.chain.ChainHash and its published vectors.

-- Every schema an entry was written with, so that reading and verifying need no registry.
CREATE TABLE chain_schema (
    sha256         bytea       PRIMARY KEY CHECK (octet_length(sha256) = 32),  -- of canonical_form in UTF-8
    canonical_form text        NOT NULL,                                        -- Avro Parsing Canonical Form
    full_schema    text        NOT NULL,                                        -- as the registry has it, with documentation and defaults
    stored_at      timestamptz NOT NULL DEFAULT now()
);

-- Where each chain ends and Kafka is read on from. Both advance in the transaction that adds the entries.
CREATE TABLE chain_head (
    lane         integer     PRIMARY KEY CHECK (lane >= 0),
    sequence     bigint      NOT NULL CHECK (sequence >= 0),                    -- of the next entry = entries so far
    leaf         bytea       NOT NULL CHECK (octet_length(leaf) = 32),          -- of the last entry; zeros when there is none
    kafka_offset bigint      NOT NULL CHECK (kafka_offset >= 0),                -- next position in llm.journal
    epoch        bigint      NOT NULL,                                          -- grows when a sink takes the lane; a former one cannot append
    sink         text        NOT NULL,                                          -- instance that holds the epoch
    advanced_at  timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE chain_entry (
    lane          integer     NOT NULL,
    sequence      bigint      NOT NULL CHECK (sequence >= 0),
    previous      bytea       NOT NULL CHECK (octet_length(previous) = 32),
    schema_sha256 bytea       NOT NULL CHECK (octet_length(schema_sha256) = 32),
    body          bytea       NOT NULL,                                         -- exact Avro body, after the five-byte header
    leaf          bytea       NOT NULL CHECK (octet_length(leaf) = 32),
    kafka_offset  bigint      NOT NULL,
    kafka_at      timestamptz NOT NULL,                                         -- log append time
    chained_at    timestamptz NOT NULL DEFAULT now(),
    -- Copies of what the body says, to search by. Verification compares them with the body.
    event_kind    text        NOT NULL,                                         -- record name of the event; UnreadableRecord when nobody could read it
    event_id      text        NOT NULL,
    event_at      timestamptz NOT NULL,
    subject       text        NOT NULL,                                         -- job id, or kind:name
    department    text        NOT NULL,
    request_id    text        NOT NULL,
    run           bigint      NOT NULL,
    event_number  integer     NOT NULL,
    PRIMARY KEY (lane, sequence),
    UNIQUE (lane, kafka_offset)                                                 -- a record is chained once, whatever a sink believes
);

CREATE INDEX chain_entry_subject ON chain_entry (subject);
CREATE INDEX chain_entry_department ON chain_entry (department, event_at);
