import type { Insertable } from 'kysely';
import { Skills } from '../../protocol/calls/index.ts';
import { type CallsTable, jsonColumn, type Store } from '../store/index.ts';
import { type Call, KeptCall } from './model/index.ts';

/** What a call that is over was like: all that reports are made of. Moments in ms. */
export interface CallRecord {
  office: string;
  asked: number;
  answered: number | null;
  ended: number;
  outcome: string;
}

/** What is kept of calls. */
export interface CallRecords {
  /** Calls that were not over when the hub stopped. */
  living(): Promise<Call[]>;
  /** On disk when it resolves. */
  keep(calls: readonly Call[]): Promise<void>;
  /** Calls that ended and were asked for since then. */
  ended(since: number): Promise<CallRecord[]>;
  /** Deletes what is older. */
  forget(before: number): Promise<void>;
  skills(operator: string): Promise<Skills | undefined>;
  keepSkills(operator: string, skills: Skills): Promise<void>;
}

const readLiving = jsonColumn('calls.living', KeptCall);
const readSkills = jsonColumn('operators.skills', Skills);

export function callRecords({ db }: Store): CallRecords {
  return {
    living: async () => {
      const rows = await db.selectFrom('calls').select('living').where('living', 'is not', null).execute();
      return rows.flatMap(({ living }) => {
        if (living === null) return [];
        const { version: _, ...call } = readLiving(living);
        return [call];
      });
    },
    keep: async (calls) => {
      if (calls.length === 0) return;
      await db.transaction().execute(async (transaction) => {
        for (const call of calls) {
          const { id, ...values } = rowOf(call);
          // An ended call has no parties any more: where it came from was written when it began.
          const { totem: _, ...later } = values;
          await transaction
            .insertInto('calls')
            .values({ id, ...values })
            .onConflict((conflict) => conflict.column('id').doUpdateSet(later))
            .execute();
        }
      });
    },
    ended: async (since) => {
      const rows = await db
        .selectFrom('calls')
        .select(['office', 'asked', 'answered', 'ended', 'outcome'])
        .where('asked', '>=', textOf(since))
        .where('ended', 'is not', null)
        .orderBy('asked')
        .execute();
      return rows.flatMap(({ office, asked, answered, ended, outcome }) =>
        ended === null || outcome === null
          ? []
          : [
              {
                office,
                asked: Date.parse(asked),
                answered: momentOf(answered),
                ended: Date.parse(ended),
                outcome,
              },
            ],
      );
    },
    forget: async (before) => {
      await db.deleteFrom('calls').where('asked', '<', textOf(before)).where('living', 'is', null).execute();
    },
    skills: async (operator) => {
      const row = await db
        .selectFrom('operators')
        .select('skills')
        .where('name', '=', operator)
        .executeTakeFirst();
      return row ? readSkills(row.skills) : undefined;
    },
    keepSkills: async (operator, skills) => {
      const text = JSON.stringify(skills);
      await db
        .insertInto('operators')
        .values({ name: operator, skills: text })
        .onConflict((conflict) => conflict.column('name').doUpdateSet({ skills: text }))
        .execute();
    },
  };
}

function rowOf(call: Call): Insertable<CallsTable> {
  const { wish } = call;
  const citizen = call.parties.find(({ name }) => name === 'citizen')?.address;
  return {
    id: call.id,
    origin: call.origin,
    totem: citizen?.startsWith('totem:') ? citizen.slice('totem:'.length) : null,
    office: wish.office,
    subject: wish.subject,
    language: wish.language,
    sign_language: wish.signLanguage ? 1 : 0,
    mode: wish.mode,
    asked: textOf(call.asked),
    answered: call.answered === null ? null : textOf(call.answered),
    connected: call.connected === null ? null : textOf(call.connected),
    ended: call.ended === null ? null : textOf(call.ended),
    outcome: call.outcome,
    tags: JSON.stringify(call.tags),
    living: call.state === 'ended' ? null : JSON.stringify({ version: 1, ...call }),
  };
}

function textOf(moment: number): string {
  return new Date(moment).toISOString();
}

function momentOf(text: string | null): number | null {
  return text === null ? null : Date.parse(text);
}
