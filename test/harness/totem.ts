import 'reflect-metadata';
import * as x509 from '@peculiar/x509';
import mqtt, { type IClientOptions, type MqttClient } from 'mqtt';
import type { Static } from 'typebox';
import { Agent, fetch, type RequestInit, type Response } from 'undici';
import {
  Command,
  type CommandName,
  type CommandResult,
  decodeToken,
  EnrolmentAnswer,
  jsonValidatorOf,
  maximumMessageBytes,
  type Problem,
  topicOf,
  validatorOf,
} from '../../protocol/index.ts';
import type { Owner } from './owner.ts';

/** A totem without an agent: it has a real certificate and speaks to the hub by hand. */
export interface RawTotem extends Static<typeof EnrolmentAnswer> {
  /** Private key in PEM. */
  key: string;
  /** Requests with the totem's certificate, trusting only the hub's authority. */
  fetch(url: string, init?: RequestInit): Promise<Response>;
  /** Connects by MQTT, with a last will where one is given, and answers commands; ended with the test. */
  connect(answer: CommandAnswer, will?: IClientOptions['will']): Promise<MqttClient>;
}

/** What the totem answers to a command: its value, or a problem. */
export type CommandAnswer = (
  name: CommandName,
  command: Command,
) => Promise<{ value: unknown } | { error: Problem }>;

const readAnswer = validatorOf(EnrolmentAnswer);
const readCommand = jsonValidatorOf(Command, maximumMessageBytes);
const algorithms = {
  'P-256': { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' },
  RSA: {
    name: 'RSASSA-PKCS1-v1_5',
    hash: 'SHA-256',
    publicExponent: new Uint8Array([1, 0, 1]),
    modulusLength: 2048,
  },
};

/** A private key in PEM and a certificate request for it; RSA is what a hub must not take. */
export async function newRequest(
  kind: keyof typeof algorithms = 'P-256',
): Promise<{ key: string; request: string }> {
  const algorithm = algorithms[kind];
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const request = await x509.Pkcs10CertificateRequestGenerator.create({
    name: 'CN=totem',
    keys,
    signingAlgorithm: algorithm,
  });
  const pkcs8 = await crypto.subtle.exportKey('pkcs8', keys.privateKey);
  return { key: x509.PemConverter.encode(pkcs8, 'PRIVATE KEY'), request: request.toString('pem') };
}

/** Enrols at the gateway that the token names. */
export async function enrolTotem(t: Owner, tokenText: string): Promise<RawTotem> {
  const token = decodeToken(tokenText);
  if (!token.ok) throw new Error(token.error.message);
  const { key, request } = await newRequest();
  const open = new Agent({ connect: { rejectUnauthorized: false } });
  const response = await fetch(`${token.value.gateway}/v1/enrolments`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ secret: token.value.secret, request }),
    dispatcher: open,
  });
  const answer = readAnswer(await response.json());
  await open.destroy();
  if (!answer.ok) throw new Error(`enrolment answered ${response.status}: ${answer.error.message}`);
  return rawTotem(t, answer.value, key);
}

export function rawTotem(t: Owner, enrolled: Static<typeof EnrolmentAnswer>, key: string): RawTotem {
  const tls = { ca: enrolled.authority, key, cert: enrolled.certificate };
  const dispatcher = new Agent({ connect: tls });
  t.teardown(() => dispatcher.destroy());
  return {
    ...enrolled,
    key,
    fetch: (url, init = {}) => fetch(url, { ...init, dispatcher }),
    connect: async (answer, will) => {
      const client = await mqtt.connectAsync(enrolled.mqtt, {
        ...tls,
        clientId: enrolled.totem,
        ...(will && { will }),
      });
      t.teardown(() => client.endAsync(true));
      client.on('message', (_topic, bytes) => {
        const command = readCommand(bytes);
        if (!command.ok) return;
        const { id, name } = command.value;
        void answer(name, command.value).then((said) => {
          const result: CommandResult =
            'error' in said ? { id, ok: false, ...said } : { id, ok: true, ...said };
          return client.publishAsync(topicOf(enrolled.totem, 'result'), JSON.stringify(result), { qos: 1 });
        });
      });
      await client.subscribeAsync(topicOf(enrolled.totem, 'command'), { qos: 1 });
      return client;
    },
  };
}
