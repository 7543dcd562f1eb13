import type { Check } from '../check.ts';
import { port, tls } from '../network/connection.ts';
import { http, throughput } from '../network/http.ts';
import { hubOf } from '../network/hub.ts';
import { address, gateway, link } from '../network/link.ts';
import { mqtt } from '../network/mqtt.ts';
import { name } from '../network/name.ts';
import type { Step } from '../network/target.ts';

/** From the cable to the hub; the first step that fails says why, and what comes after it is not tried. */
const steps: readonly (readonly [string, Step])[] = [
  ['link', link],
  ['address', address],
  ['gateway', gateway],
  ['name', name],
  ['port', port],
  ['TLS', tls],
  ['MQTT', mqtt],
  ['HTTP', http],
  ['throughput', throughput],
];

export const network: Check = {
  seconds: 75,
  async run(context) {
    const { identity } = context.parts;
    if (!identity.ok) return context.find('certificates.damaged', { reason: identity.error.message });
    if (!identity.value) return context.find('network.not_enrolled', {});
    const hub = hubOf(identity.value);
    for (const [index, [step, take]] of steps.entries()) {
      if (context.signal.aborted) return;
      context.progress(step, index / steps.length);
      if (!(await take(context, hub))) return;
    }
  },
};
