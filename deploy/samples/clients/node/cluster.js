'use strict';
// Where broker and schema registry are, and how their records are read.

const fs = require('node:fs');
const path = require('node:path');
const fzstd = require('fzstd');
const { CompressionCodecs, CompressionTypes, Kafka, logLevel } = require('kafkajs');
const { SchemaRegistryClient } = require('@confluentinc/schemaregistry');

const ROOT = path.resolve(__dirname, '../../../..');

// Quaestor compresses what it writes with zstd, which kafkajs does not read by itself.
CompressionCodecs[CompressionTypes.ZSTD] = () => ({
  compress: () => {
    throw new Error('this codec only reads: choose GZIP for what you send');
  },
  decompress: async (buffer) => Buffer.from(fzstd.decompress(buffer)),
});

/** The cluster that the environment names, else the local stack that runs (`deploy/quaestor up`). */
function addresses() {
  const { KAFKA_BOOTSTRAP_SERVERS, SCHEMA_REGISTRY_URL } = process.env;
  if (KAFKA_BOOTSTRAP_SERVERS && SCHEMA_REGISTRY_URL) {
    return { brokers: KAFKA_BOOTSTRAP_SERVERS.split(','), registry: SCHEMA_REGISTRY_URL };
  }
  const runFile = path.join(ROOT, '.quaestor', 'run.json');
  if (!fs.existsSync(runFile)) {
    throw new Error('no stack runs: set KAFKA_BOOTSTRAP_SERVERS and SCHEMA_REGISTRY_URL, or run deploy/quaestor up');
  }
  const run = JSON.parse(fs.readFileSync(runFile, 'utf8'));
  return { brokers: run.bootstrapServers.split(','), registry: run.registryUrl };
}

function connect() {
  const { brokers, registry } = addresses();
  return {
    kafka: new Kafka({
      clientId: 'quaestor-sample',
      brokers,
      // A second and thirty, kafkajs' own bounds, are too short where a broker is busy or starts again.
      connectionTimeout: 10_000,
      requestTimeout: 60_000,
      logLevel: logLevel.ERROR,
    }),
    registry: new SchemaRegistryClient({ baseURLs: [registry] }),
  };
}

/** A released schema; copy the file into your own project. */
function schema(record) {
  return fs.readFileSync(path.join(ROOT, 'schemas/src/history/v1', `${record}.avsc`), 'utf8');
}

module.exports = { connect, schema };
