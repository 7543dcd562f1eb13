import { readFileSync } from 'node:fs';
import { createServer } from 'node:tls';
import { Aedes } from 'aedes';
import Type from 'typebox';
import { jsonValidatorOf, parseTopic, topicOf } from '../../protocol/index.ts';

/**
 * A broker in a process of its own that welcomes every totem that says hello and does nothing else, for tests that
 * put it into a network of its own. Takes the path of a JSON file with what it needs; says `listening`.
 */
const read = jsonValidatorOf(
  Type.Object({
    host: Type.String(),
    port: Type.Integer(),
    key: Type.String(),
    cert: Type.String(),
    ca: Type.String(),
  }),
  64 * 1024,
);
const options = read(readFileSync(process.argv[2] ?? ''));
if (!options.ok) throw new Error(options.error.message);
const { host, port, ...tls } = options.value;

const broker = await Aedes.createBroker();
broker.on('clientError', () => undefined);
broker.on('connectionError', () => undefined);
broker.on('publish', (packet, client) => {
  const topic = client ? parseTopic(packet.topic) : undefined;
  if (topic?.channel !== 'hello') return;
  const welcome = { time: new Date().toISOString(), acknowledged: 0, desired: null };
  broker.publish(
    {
      cmd: 'publish',
      topic: topicOf(topic.totem, 'welcome'),
      payload: JSON.stringify(welcome),
      qos: 1,
      retain: false,
      dup: false,
    },
    () => undefined,
  );
});
const server = createServer({ ...tls, requestCert: true, rejectUnauthorized: true }, broker.handle);
server.on('tlsClientError', () => undefined);
server.on('connection', (socket) => socket.on('error', () => undefined));
server.listen(port, host, () => process.stdout.write('listening\n'));
