import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from 'pino';
import type {
  CallConfiguration,
  CallNotice,
  CallOrigin,
  CallReport,
  CallReportQuery,
  CallRequest,
} from '../../protocol/calls/index.ts';
import type { Result, TotemId } from '../../protocol/index.ts';
import type { Audit } from '../events/index.ts';
import type { Store } from '../store/index.ts';
import { openVault } from '../vault/index.ts';
import { type CallCentre, type OfficeHours, openCentre } from './centre.ts';
import { type Desks, openDesks } from './desks.ts';
import { openCallPictures } from './pictures/index.ts';
import { openRecordings, openTape, type Recordings, type Tape } from './recordings/index.ts';
import { callRecords } from './records.ts';
import { callReport } from './report.ts';
import { openAppointmentRequests } from './requests.ts';
import { openShown, type Shown } from './shown.ts';

export { mayServe } from './allowed.ts';
export { catalogueOf } from './catalogue.ts';
export type { CallCentre, OfficeHours, Opens } from './centre.ts';
export type { DeskLink, DeskSession, Desks } from './desks.ts';
export { officeHours } from './hours.ts';
export type { CallPicture } from './pictures/index.ts';
export type { RecordedTake } from './recordings/index.ts';
export { callTable } from './report.ts';

/** The connection to a visitor of the portal. */
export interface VisitorLink {
  send(notice: CallNotice): void;
}

/** Everything about calls to a person. */
export interface Calls {
  centre: CallCentre;
  desks: Desks;
  /** Pictures that operators show. */
  shown: Pick<Shown, 'put' | 'read'>;
  recordings: Pick<Recordings, 'list' | 'lines' | 'takes' | 'listen' | 'erase'>;
  /** Where operators' desks hand in the sound of calls that are recorded. */
  tape: Pick<Tape, 'take'>;
  report(query: CallReportQuery): Promise<Result<CallReport>>;
  /** A totem says something about a call. */
  fromTotem(totem: TotemId, request: CallRequest): Promise<void>;
  totemLink(totem: TotemId, present: boolean): void;
  /** A totem listens from now on, and is told of a call that it may have forgotten. */
  totemReady(totem: TotemId): Promise<void>;
  /** A visitor of the portal is there; the name is the secret of one browser tab. */
  visitor(name: string, link: VisitorLink): { take(request: CallRequest): Promise<void>; closed(): void };
  stop(): Promise<void>;
}

export interface CallsOptions {
  configuration: CallConfiguration;
  store: Store;
  /** Holds the key of what citizens leave, and pictures while they are shown; nobody else's. */
  folder: string;
  audit: Pick<Audit, 'record'>;
  hours: OfficeHours;
  sendToTotem(totem: TotemId, notice: CallNotice): void;
  /** Where a totem stands, as operators know it. */
  placeOf(totem: TotemId): string;
  now: () => number;
  log: Logger;
}

export const totemAddress = (totem: TotemId) => `totem:${totem}`;
export const visitorAddress = (visit: string) => `portal:${visit}`;

/** Opens the call centre. Rejects where the file with the TURN server's secret cannot be read. */
export async function openCalls(options: CallsOptions): Promise<Calls> {
  const { configuration, store, folder, audit, hours, sendToTotem, placeOf, now, log } = options;
  const { turn } = configuration.ice;
  const turnSecret = turn ? (await readFile(turn.secretFile, 'utf8')).trim() : undefined;
  const records = callRecords(store);
  const vault = await openVault(join(folder, 'vault.json'));
  const visitors = new Map<string, VisitorLink>();
  const totemsGone = new Set<string>();
  let desks: Desks | undefined;

  const send = (address: string, notice: CallNotice) => {
    const [kind = '', name = ''] = splitOnce(address);
    if (kind === 'totem') sendToTotem(name, notice);
    else if (kind === 'portal') visitors.get(address)?.send(notice);
    else desks?.send(name, notice);
  };
  const recordings = await openRecordings({
    store,
    vault,
    folder: join(folder, 'recordings'),
    configuration: configuration.recording,
    now,
    log,
  });
  const requests = await openAppointmentRequests({
    store,
    box: vault.box('requests to be rung up'),
    hours,
    audit,
    days: configuration.requestDays,
    now,
    log,
  });
  const unkept = (error: unknown) => log.error({ err: error }, 'a recording could not be kept');
  const centre = await openCentre({
    configuration,
    turnSecret,
    records,
    hours,
    send,
    isGone: (address) => (address.startsWith('portal:') ? !visitors.has(address) : totemsGone.has(address)),
    onText: (call, from, text) => void recordings.line(call, from, text).catch(unkept),
    now,
    log,
  });
  const shown = openShown(
    centre,
    await openCallPictures({
      folder: join(folder, 'pictures'),
      box: vault.box('pictures shown in calls'),
      living: [...centre.view().calls.keys()],
    }),
  );
  const tape = openTape({ centre, recordings, onError: unkept, now });
  desks = openDesks({
    centre,
    records,
    shown,
    requests,
    recordable: recordings.recordable,
    placeOf: (address) => {
      const [kind, name = ''] = splitOnce(address);
      return kind === 'totem' ? placeOf(name) : '';
    },
    serviceLevelSeconds: configuration.serviceLevelSeconds,
    now,
  });
  const opened = desks;

  const request = async (address: string, origin: CallOrigin, message: CallRequest): Promise<void> => {
    if (message.type !== 'appointment') return centre.request(address, origin, message);
    const { call } = message;
    const noted = await requests.take(address, call, message.request);
    if (!noted.ok) return send(address, { type: 'refused', call, error: noted.error });
    send(address, { type: 'noted', call, expires: new Date(noted.value).toISOString() });
  };

  return {
    centre,
    desks: opened,
    shown,
    recordings,
    tape,
    report: (query) =>
      callReport(query, { records, serviceLevelSeconds: configuration.serviceLevelSeconds, now }),
    fromTotem: (totem, message) => request(totemAddress(totem), 'totem', message),
    totemLink: (totem, present) => {
      const address = totemAddress(totem);
      if (present) totemsGone.delete(address);
      else totemsGone.add(address);
      void centre.take({ type: 'link', address, present });
    },
    totemReady: (totem) => centre.take({ type: 'greeted', address: totemAddress(totem) }),
    visitor: (name, link) => {
      const address = visitorAddress(name);
      visitors.set(address, link);
      void centre.take({ type: 'link', address, present: true });
      return {
        take: (message) => request(address, 'portal', message),
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
      await tape.stop();
      await shown.stop();
      requests.stop();
      recordings.stop();
    },
  };
}

function splitOnce(address: string): [string, string] {
  const at = address.indexOf(':');
  return [address.slice(0, at), address.slice(at + 1)];
}
