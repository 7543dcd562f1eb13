import { createPrivateKey, X509Certificate } from 'node:crypto';
import type { Check, CheckContext } from '../check.ts';

const day = 86_400_000;
/** Days before the end from which it is told: time for a technician to come by. */
const soon = 45;

export const certificates: Check = {
  seconds: 10,
  async run(context) {
    const { identity, now } = context.parts;
    if (!identity.ok) return context.find('certificates.damaged', { reason: identity.error.message });
    if (!identity.value) return context.find('certificates.not_enrolled', {});
    const { key, enrolment } = identity.value;
    const own = new X509Certificate(enrolment.certificate);
    const authority = new X509Certificate(enrolment.authority);
    judgeDays(context, 'The certificate of this totem', own, now());
    judgeDays(context, 'The authority of the hub', authority, now());
    if (!own.checkPrivateKey(createPrivateKey(key))) context.find('certificates.wrong_key', {});
    if (!own.checkIssued(authority) || !own.verify(authority.publicKey)) {
      context.find('certificates.wrong_authority', {});
    }
    const name = commonName(own);
    if (name !== enrolment.totem) context.find('certificates.wrong_name', { name, totem: enrolment.totem });
  },
};

function judgeDays(context: CheckContext, whose: string, certificate: X509Certificate, now: number): void {
  const name = commonName(certificate);
  const begins = certificate.validFromDate;
  const ends = certificate.validToDate;
  const days = Math.floor((ends.getTime() - now) / day);
  const expires = ends.toISOString().slice(0, 10);
  if (days < 0) context.find('certificates.expired', { whose, name, expires });
  else if (begins.getTime() > now) {
    context.find('certificates.not_yet_valid', { whose, name, begins: begins.toISOString().slice(0, 10) });
  } else if (days < soon) context.find('certificates.expiring', { whose, name, expires, days });
  else context.find('certificates.valid', { whose, name, expires, days });
}

function commonName({ subject }: X509Certificate): string {
  return /(?:^|\n)CN=([^\n]*)/.exec(subject)?.[1] ?? 'without a name';
}
