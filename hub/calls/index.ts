import { readFile } from 'node:fs/promises';
import type { Logger } from 'pino';
import type { CallConfiguration, CallNotice, CallRequest } from '../../protocol/calls/index.ts';
import type { TotemId } from '../../protocol/index.ts';
import type { Store } from '../store/index.ts';
import { type CallCentre, type OfficeHours, openCentre } from './centre.ts';
import { type Desks, openDesks } from './desks.ts';
import { callRecords } from './records.ts';

export { catalogueOf } from './catalogue.ts';
export type { CallCentre, OfficeHours, Opens } from './centre.ts';
export type { DeskLink, DeskSession, Desks } from './desks.ts';
export { officeHours } from './hours.ts';

/** The connection to a visitor of the portal. */
export interface VisitorLink {
  send(notice: CallNotice): void;
}

/** Everything about calls to a person. */
export interface Calls {
  centre: CallCentre;
  desks: Desks;
  /** A totem says something about a call. */
  fromTotem(totem: TotemId, request: CallRequest): Promise<void>;
  totemLink(totem: TotemId, present: boolean): void;
  /** A visitor of the portal is there; the name is the secret of one browser tab. */
  visitor(name: string, link: VisitorLink): { take(request: CallRequest): Promise<void>; closed(): void };
  stop(): Promise<void>;
}

export interface CallsOptions {
  configuration: CallConfiguration;
  store: Store;
  hours: OfficeHours;
  sendToTotem(totem: TotemId, notice: CallNotice): void;
  /** Where a totem stands, as operators know it. */
  placeOf(totem: TotemId): string;
  now: () => number;
  log: Logger;
}

const totemAddress = (totem: TotemId) => `totem:${totem}`;

/** Opens the call centre. Rejects where the file with the TURN server's secret cannot be read. */
export async function openCalls(options: CallsOptions): Promise<Calls> {
  const { configuration, store, hours, sendToTotem, placeOf, now, log } = options;
  const { turn } = configuration.ice;
  const turnSecret = turn ? (await readFile(turn.secretFile, 'utf8')).trim() : undefined;
  const records = callRecords(store);
  const visitors = new Map<string, VisitorLink>();
  let desks: Desks | undefined;

  const send = (address: string, notice: CallNotice) => {
    const [kind = '', name = ''] = splitOnce(address);
    if (kind === 'totem') sendToTotem(name, notice);
    else if (kind === 'portal') visitors.get(address)?.send(notice);
    else desks?.send(name, notice);
  };
  const centre = await openCentre({ configuration, turnSecret, records, hours, send, now, log });
  desks = openDesks({
    centre,
    records,
    placeOf: (address) => {
      const [kind, name = ''] = splitOnce(address);
      return kind === 'totem' ? placeOf(name) : '';
    },
    serviceLevelSeconds: configuration.serviceLevelSeconds,
    now,
  });
  const opened = desks;

  return {
    centre,
    desks: opened,
    fromTotem: (totem, request) => centre.request(totemAddress(totem), 'totem', request),
    totemLink: (totem, present) => {
      void centre.take({ type: 'link', address: totemAddress(totem), present });
    },
    visitor: (name, link) => {
      const address = `portal:${name}`;
      visitors.set(address, link);
      void centre.take({ type: 'link', address, present: true });
      return {
        take: (request) => centre.request(address, 'portal', request),
        closed: () => {
          if (visitors.get(address) !== link) return;
          visitors.delete(address);
          void centre.take({ type: 'link', address, present: false });
        },
      };
    },
    stop: async () => {
      opened.stop();
      await centre.stop();
    },
  };
}

function splitOnce(address: string): [string, string] {
  const at = address.indexOf(':');
  return [address.slice(0, at), address.slice(at + 1)];
}
