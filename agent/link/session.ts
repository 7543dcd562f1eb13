import { connect, type MqttClient } from 'mqtt';
import {
  type DownwardChannel,
  downwardChannels,
  type Presence,
  parseTopic,
  topicOf,
  type UpwardChannel,
} from '../../protocol/index.ts';
import { trustProblem } from './trust.ts';

/** One connection to the hub, from the handshake to its end. It never reconnects: its owner makes the next. */
export interface Session {
  publish(channel: UpwardChannel, message: object): void;
  /** Says goodbye where `presence` is given, then closes. */
  close(presence?: Presence): Promise<void>;
  /** Ends it at once, without waiting for anything from the other side. */
  drop(): void;
}

export interface SessionOptions {
  url: string;
  totem: string;
  tls: { key: string; cert: string; ca: string };
  boot: string;
  /** Subscribed and ready to say hello. */
  onOpen(): void;
  onMessage(channel: DownwardChannel, payload: Buffer): void;
  /** A message goes out; returns what is called when the hub has acknowledged it. */
  onSent(): () => void;
  /** Exactly once. */
  onClosed(ending: Ending): void;
}

/** How a session ended. */
export interface Ending {
  /** What caused it, where anything was told. */
  error: Error | undefined;
  /**
   * Whether the hub hung up after the TLS handshake without a word: with TLS 1.3 that is all a client sees when
   * its certificate is not accepted, because the server judges it after the client has finished.
   */
  dismissed: boolean;
}

const keepaliveSeconds = 30;
const connectTimeout = 20_000;

/** Connects by MQTT 3.1.1 over mutual TLS with a clean session: nothing is asked to be remembered. */
export function openSession(options: SessionOptions): Session {
  const { totem, boot } = options;
  const will: Presence = { online: false, boot };
  const client = connect(options.url, {
    ...options.tls,
    clientId: totem,
    protocolVersion: 4,
    clean: true,
    keepalive: keepaliveSeconds,
    connectTimeout,
    reconnectPeriod: 0,
    resubscribe: false,
    rejectUnauthorized: true,
    will: {
      topic: topicOf(totem, 'presence'),
      payload: Buffer.from(JSON.stringify(will)),
      qos: 1,
      retain: false,
    },
  });
  let failure: Error | undefined;
  let ended = false;
  let secured = false;
  let answered = false;
  client.stream.once('secureConnect', () => {
    secured = true;
  });

  const end = () => {
    if (ended) return;
    ended = true;
    client.end(true);
    options.onClosed({
      error: failure,
      dismissed: secured && !answered && trustProblem(failure) === undefined,
    });
  };
  client.on('error', (error) => {
    failure ??= error;
    end();
  });
  client.on('close', end);
  client.on('connect', () => {
    answered = true;
    const topics = downwardChannels.map((channel) => topicOf(totem, channel));
    client.subscribe(topics, { qos: 1 }, (error, granted) => {
      if (ended) return;
      if (error ?? granted?.some(({ qos }) => qos === 128)) {
        failure ??= error ?? new Error('the hub refused a subscription');
        end();
      } else options.onOpen();
    });
  });
  client.on('message', (topic, payload) => {
    const parsed = parseTopic(topic);
    if (ended || parsed?.totem !== totem) return;
    const channel = downwardChannels.find((name) => name === parsed.channel);
    if (channel) options.onMessage(channel, payload);
  });

  return {
    publish: (channel, message) => send(client, topicOf(totem, channel), message, options.onSent()),
    close: async (presence) => {
      if (ended) return;
      ended = true;
      if (presence && client.connected) send(client, topicOf(totem, 'presence'), presence);
      await endWithin(client, 2000);
      options.onClosed({ error: undefined, dismissed: false });
    },
    drop: () => {
      failure ??= new Error('the connection was renewed');
      end();
    },
  };
}

function send(client: MqttClient, topic: string, message: object, acknowledged?: () => void): void {
  // A publish that fails closes the connection, which is where it is dealt with.
  client.publish(topic, JSON.stringify(message), { qos: 1 }, (error) => {
    if (!error) acknowledged?.();
  });
}

/** Ends in good order, or hard once the hub has had its time to acknowledge. */
async function endWithin(client: MqttClient, milliseconds: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, milliseconds);
  });
  if (client.connected) await Promise.race([client.endAsync(), late]);
  clearTimeout(timer);
  client.end(true);
}
