-- A record is chained once because the head moves only from the position that the batch was read at (PostgresChain), and
-- verification finds positions that do not ascend. An index of positions only repeated that, at the price of one
-- entry a record.
ALTER TABLE chain_entry DROP CONSTRAINT chain_entry_lane_kafka_offset_key;
