import { connect } from 'mqtt';
import { failure, type Result, success } from '../../../protocol/index.ts';
import { trustProblem } from '../../link/index.ts';
import { fired, pause } from '../until.ts';
import type { Hub, Step } from './target.ts';

const patience = 10_000;

/**
 * Whether the hub takes this totem. A session that is up is proof enough; a second one under the same id would end
 * it, so a connection of our own is made only where there is none.
 */
export const mqtt: Step = async (context, hub) => {
  const online = () => context.parts.running?.link?.online() ?? false;
  if (online()) {
    context.find('network.mqtt_online', {});
    return true;
  }
  // An agent that does not answer here may well hold a session there.
  if (!context.parts.running && context.parts.away === 'deaf') {
    context.find('network.mqtt_left_alone', {});
    return true;
  }
  const began = performance.now();
  const accepted = await tryConnect(hub, context.signal);
  if (online()) context.find('network.mqtt_online', {});
  else if (!accepted.ok) {
    if (accepted.error.code === 'forbidden') {
      context.find('network.certificate_refused', { reason: accepted.error.message });
    } else context.find('network.mqtt_failed', { reason: accepted.error.message });
    return false;
  } else if (context.parts.running) context.find('network.mqtt_offline', {});
  else context.find('network.mqtt_accepted', { milliseconds: performance.now() - began });
  return true;
};

/** CONNECT with the totem's certificate and nothing else: without a hello the hub does not take the totem for online. */
async function tryConnect({ mqttUrl, credentials }: Hub, signal: AbortSignal): Promise<Result<null>> {
  const { totem, ...tls } = credentials;
  const client = connect(mqttUrl, {
    ...tls,
    clientId: totem,
    protocolVersion: 4,
    clean: true,
    connectTimeout: patience,
    reconnectPeriod: 0,
    rejectUnauthorized: true,
  });
  let secured = false;
  client.stream.once('secureConnect', () => {
    secured = true;
  });
  const told = new Promise<Result<null>>((resolve) => {
    client.once('connect', () => resolve(success(null)));
    client.on('error', (error) => {
      const distrust = trustProblem(error);
      resolve(distrust ? failure('forbidden', distrust) : failure('unavailable', error.message));
    });
    // With TLS 1.3 a certificate that is not accepted shows only as an end right after the handshake.
    client.once('close', () =>
      resolve(
        secured
          ? failure('forbidden', 'the hub hangs up as soon as it has seen the certificate')
          : failure('unavailable', 'the connection was closed'),
      ),
    );
  });
  const late = Promise.race([pause(patience, signal), fired(signal)]).then(() =>
    failure('unavailable', 'no answer to the CONNECT'),
  );
  const result = await Promise.race([told, late]);
  client.end(true);
  return result;
}
