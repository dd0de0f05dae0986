'use strict';
// Reads responses and prints each as one line of JSON: node consume.js [--group G] [REQUEST-ID…]
// Ends when each of the named requests has its response; without names it goes on for ever.

const { parseArgs } = require('node:util');
const { AvroDeserializer, SerdeType } = require('@confluentinc/schemaregistry');
const { connect } = require('./cluster');

const TOPIC = 'llm.responses';

function shown(response) {
  const { requestId, jobId, status, content, json, usage, cost, error, simulated, trace } = response;
  return { requestId, jobId, status, content, json, usage, cost, error, simulated, trace };
}

async function main() {
  const { values, positionals } = parseArgs({
    options: { group: { type: 'string', default: 'quaestor-sample-node' } },
    allowPositionals: true,
  });
  const awaited = new Set(positionals);
  const { kafka, registry } = connect();
  const deserializer = new AvroDeserializer(registry, SerdeType.VALUE, {});
  const consumer = kafka.consumer({
    groupId: values.group,
    // Responses are written in transactions: one that was aborted was never given.
    readUncommitted: false,
  });
  await consumer.connect();
  await consumer.subscribe({ topic: TOPIC, fromBeginning: true });
  const answered = new Promise((resolve, reject) => {
    consumer.on(consumer.events.CRASH, ({ payload }) => payload.restart || reject(payload.error));
    consumer
      .run({
        eachMessage: async ({ message }) => {
          const response = await deserializer.deserialize(TOPIC, message.value);
          if (positionals.length > 0 && !awaited.delete(response.requestId)) {
            return;
          }
          console.log(JSON.stringify(shown(response)));
          if (positionals.length > 0 && awaited.size === 0) {
            resolve();
          }
        },
      })
      .catch(reject);
  });
  try {
    await answered;
  } finally {
    await consumer.disconnect();
  }
}

// Exits by itself: kafkajs may leave a socket or a timer behind after it lost a connection.
main().then(
  () => process.exit(0),
  (error) => {
    console.error(error.message);
    process.exit(1);
  },
);
