import type { Logger } from 'pino';
import { AppointmentRequest, type CallId, type KnownAppointmentRequest } from '../../protocol/calls/index.ts';
import { failure, jsonValidatorOf, type Result, success } from '../../protocol/index.ts';
import type { Audit } from '../events/index.ts';
import type { Store } from '../store/index.ts';
import type { Box } from '../vault/index.ts';
import type { OfficeHours } from './centre.ts';
import type { Address } from './model/index.ts';

/**
 * Requests to be rung up by an office that is closed: the one thing about a citizen that the hub keeps. Each is
 * sealed, read by the desks of its office alone, and deleted when it is done or its days are over.
 */
export interface AppointmentRequests {
  /** Keeps one; asked twice with the same id it is kept once. Gives when it will be deleted, in ms. */
  take(from: Address, id: CallId, request: AppointmentRequest): Promise<Result<number>>;
  /** Those of these offices, oldest first. */
  list(offices: readonly string[]): Promise<KnownAppointmentRequest[]>;
  /** Deletes one of these offices. */
  done(who: string, id: string, offices: readonly string[]): Promise<Result<null>>;
  /** Called when there is another, or one less. */
  onChange(listener: () => void): () => void;
  stop(): void;
}

export interface AppointmentRequestsOptions {
  store: Store;
  box: Box;
  hours: OfficeHours;
  audit: Pick<Audit, 'record'>;
  days: number;
  now: () => number;
  log: Logger;
}

const read = jsonValidatorOf(AppointmentRequest, 16 * 1024);
const day = 86_400_000;
const hour = 3_600_000;
/** Requests in an hour from one totem, which many citizens use, and from one visitor. */
const fromTotem = 12;
const fromVisitor = 3;
/** Requests that one office has waiting at once. */
const mostOfOffice = 200;

export async function openAppointmentRequests(
  options: AppointmentRequestsOptions,
): Promise<AppointmentRequests> {
  const { store, box, hours, audit, days, now, log } = options;
  const { db } = store;
  const listeners = new Set<() => void>();
  const recent = new Map<Address, number[]>();
  const changed = () => {
    for (const listener of listeners) listener();
  };

  const forget = async () => {
    const { numDeletedRows } = await db
      .deleteFrom('call_requests')
      .where('expires', '<=', textOf(now()))
      .executeTakeFirst();
    if (numDeletedRows > 0n) changed();
  };
  const swept = async () => {
    for (const [address, moments] of recent) {
      if (moments.every((at) => now() - at >= hour)) recent.delete(address);
    }
    await forget().catch((error: unknown) => {
      log.error({ err: error }, 'requests to be rung up could not be deleted');
    });
  };
  await forget();
  const timer = setInterval(() => void swept(), hour);

  const admitted = (from: Address): boolean => {
    const moments = (recent.get(from) ?? []).filter((at) => now() - at < hour);
    const most = from.startsWith('totem:') ? fromTotem : fromVisitor;
    if (moments.length >= most) return false;
    recent.set(from, [...moments, now()]);
    return true;
  };

  return {
    take: async (from, id, request) => {
      const { office } = request;
      const known = await hours.opens(office);
      if (!known.ok) {
        return known.error.code === 'unavailable'
          ? known
          : failure('not_found', `there is no office ${office}`, '/request/office');
      }
      const before = await db
        .selectFrom('call_requests')
        .select(['expires'])
        .where('id', '=', id)
        .executeTakeFirst();
      if (before) return success(Date.parse(before.expires));
      if (!admitted(from)) {
        return failure('too_many_requests', 'too many requests from here: try again in an hour');
      }
      const { count } = await db
        .selectFrom('call_requests')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .where('office', '=', office)
        .executeTakeFirstOrThrow();
      if (count >= mostOfOffice) return failure('unavailable', 'this office takes no more requests now');
      const expires = now() + days * day;
      const sealed = box.seal(Buffer.from(JSON.stringify(request)), contextOf(id, office)).toString('base64');
      await db
        .insertInto('call_requests')
        .values({ id, office, made: textOf(now()), expires: textOf(expires), sealed })
        .onConflict((conflict) => conflict.column('id').doNothing())
        .execute();
      log.info({ office }, 'somebody asks to be rung up');
      changed();
      return success(expires);
    },
    list: async (offices) => {
      if (offices.length === 0) return [];
      const rows = await db
        .selectFrom('call_requests')
        .selectAll()
        .where('office', 'in', [...offices])
        .where('expires', '>', textOf(now()))
        .orderBy('made')
        .limit(mostOfOffice)
        .execute();
      return rows.flatMap(({ id, office, made, expires, sealed }) => {
        const opened = box.open(Buffer.from(sealed, 'base64'), contextOf(id, office));
        const request = opened.ok ? read(opened.value) : opened;
        if (!request.ok) {
          log.error({ request: id, code: request.error.code }, 'a request to be rung up cannot be read');
          return [];
        }
        return [{ request: id, ...request.value, made, expires }];
      });
    },
    done: async (who, id, offices) => {
      const { numDeletedRows } = await db
        .deleteFrom('call_requests')
        .where('id', '=', id)
        .where('office', 'in', [...offices])
        .executeTakeFirst();
      if (numDeletedRows === 0n) return failure('not_found', 'this request was dealt with already');
      await audit.record(who, 'call request done', id);
      changed();
      return success(null);
    },
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    stop: () => clearInterval(timer),
  };
}

const contextOf = (id: string, office: string) => `${id}/${office}`;

function textOf(moment: number): string {
  return new Date(moment).toISOString();
}
