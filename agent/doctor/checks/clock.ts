import { X509Certificate } from 'node:crypto';
import type { Check, CheckContext } from '../check.ts';
import { runChild } from '../child.ts';
import { hubTime } from '../network/http.ts';
import { hubOf } from '../network/hub.ts';

/** Seconds: more than people notice, and more than TLS and one-time codes bear. */
const noticeable = 3;
const unbearable = 120;

/** No totem was made before this software. */
const earliestYear = 2026;

export const clock: Check = {
  seconds: 30,
  async run(context) {
    const { identity, now } = context.parts;
    const certificate =
      identity.ok && identity.value ? new X509Certificate(identity.value.enrolment.certificate) : null;
    const says = new Date(now()).toISOString();
    if (certificate && now() < Date.parse(certificate.validFrom) - 86_400_000) {
      const reason = `the certificate of this totem was made on ${certificate.validFrom}`;
      context.find('clock.implausible', { now: says, reason });
    } else if (new Date(now()).getUTCFullYear() < earliestYear) {
      context.find('clock.implausible', { now: says, reason: 'this software is newer' });
    }
    await compare(context, says);
    await synchronisation(context);
  },
};

async function compare(context: CheckContext, says: string): Promise<void> {
  const { identity, running, now } = context.parts;
  const known = running?.link?.online() ? running.link.clockOffset() : null;
  let offset = known;
  if (offset === null && identity.ok && identity.value) {
    const before = now();
    const told = await hubTime(hubOf(identity.value), context.signal);
    // The hub tells whole seconds that have begun: half a second is what is missing on average.
    if (told !== null) offset = told + 500 - (before + now()) / 2;
  }
  if (offset === null) return context.find('clock.alone', { now: says });
  const source = known === null ? 'by HTTP' : 'by MQTT';
  const seconds = Math.abs(offset) / 1000;
  const found = { offset: Math.round(-offset / 100) / 10, source };
  if (seconds > unbearable) context.find('clock.far_off', found);
  else if (seconds > noticeable) context.find('clock.off', found);
  else context.find('clock.agrees', found);
}

/** What systemd says of the kernel's clock; other systems do not say. */
async function synchronisation(context: CheckContext): Promise<void> {
  const words = ['show', '--property=NTPSynchronized', '--value'];
  const asked = await runChild('timedatectl', words, { signal: context.signal, limit: 4000 });
  const said = asked.ok && asked.value.code === 0 ? asked.value.out.toString().trim() : '';
  if (said === 'yes') context.find('clock.synchronised', {});
  if (said === 'no') context.find('clock.unsynchronised', {});
}
