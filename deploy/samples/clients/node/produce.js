'use strict';
// Publishes one request: node produce.js --id ID --department D --model ALIAS [--trace TRACEPARENT] PROMPT
// Prints where it lies as one line of JSON. The same id with the same content is the same job.

const { parseArgs } = require('node:util');
const { CompressionTypes, Partitioners } = require('kafkajs');
const { AvroSerializer, SerdeType } = require('@confluentinc/schemaregistry');
const { connect, schema } = require('./cluster');

const TOPIC = 'llm.requests';

/** Fields that are left out take the defaults of the schema. */
function request({ id, department, model, trace }, prompt) {
  return {
    requestId: id,
    department,
    user: 'node-sample',
    auditReason: 'trying the Node sample',
    useCase: 'sample',
    sensitivity: 'PUBLIC',
    model,
    // Which kind of part it is has to be said: text, image, document, tool call or tool result.
    messages: [{ role: 'USER', parts: [{ 'io.quaestor.event.TextPart': { text: prompt } }] }],
    maxOutputTokens: 256,
    metadata: { client: 'node' },
    trace: trace ? { traceparent: trace } : null,
  };
}

async function serializer(registry) {
  const id = await registry.register(`${TOPIC}-value`, { schemaType: 'AVRO', schema: schema('LlmRequest') });
  return new AvroSerializer(registry, SerdeType.VALUE, { autoRegisterSchemas: false, useSchemaId: id });
}

async function main() {
  const { values, positionals } = parseArgs({
    options: {
      id: { type: 'string' },
      department: { type: 'string' },
      model: { type: 'string' },
      trace: { type: 'string' },
    },
    allowPositionals: true,
  });
  if (!values.id || !values.department || !values.model || positionals.length === 0) {
    throw new Error('usage: node produce.js --id ID --department D --model ALIAS [--trace TRACEPARENT] PROMPT');
  }
  const { kafka, registry } = connect();
  const value = await (await serializer(registry)).serialize(TOPIC, request(values, positionals.join(' ')));
  const producer = kafka.producer({
    // The request id's partition is the one that Kafka's own clients choose.
    createPartitioner: Partitioners.DefaultPartitioner,
    // A retry after a lost acknowledgement does not publish the request again.
    idempotent: true,
    maxInFlightRequests: 1,
  });
  await producer.connect();
  try {
    const [sent] = await producer.send({
      topic: TOPIC,
      acks: -1,
      compression: CompressionTypes.GZIP,
      messages: [{ key: values.id, value }],
    });
    console.log(JSON.stringify({ requestId: values.id, partition: sent.partition, offset: sent.baseOffset }));
  } finally {
    await producer.disconnect();
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
