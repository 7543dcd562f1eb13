import type { Identity } from '../../identity/index.ts';
import { type Hub, targetOf } from './target.ts';

/** Where this totem's hub is, as it was told at enrolment. */
export function hubOf({ key, enrolment }: Identity): Hub {
  return {
    mqtt: targetOf(enrolment.mqtt, 8883),
    gateway: targetOf(enrolment.gateway, 443),
    artifacts: targetOf(enrolment.artifacts, 443),
    mqttUrl: enrolment.mqtt,
    credentials: { key, cert: enrolment.certificate, ca: enrolment.authority, totem: enrolment.totem },
  };
}
