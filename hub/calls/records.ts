import type { Insertable } from 'kysely';
import Type from 'typebox';
import { Skills } from '../../protocol/calls/index.ts';
import { type CallsTable, jsonColumn, type Store } from '../store/index.ts';
import { type Call, KeptCall } from './model/index.ts';

/** What a call that is over was like: all that reports are made of. Moments in ms. */
export interface CallRecord {
  /** The office it was asked for in, wherever it was handed on to. */
  office: string;
  origin: string;
  subject: string | null;
  language: string;
  mode: string;
  asked: number;
  answered: number | null;
  /** Null as long as it is under way, like its outcome. */
  ended: number | null;
  outcome: string | null;
  tags: readonly string[];
}

/** What is kept of calls. */
export interface CallRecords {
  /** Calls that were not over when the hub stopped. */
  living(): Promise<Call[]>;
  /** On disk when it resolves. */
  keep(calls: readonly Call[]): Promise<void>;
  /** Calls that were asked for between two moments, the first included; those under way too. */
  between(from: number, to: number): Promise<CallRecord[]>;
  /** Deletes what is older. */
  forget(before: number): Promise<void>;
  skills(operator: string): Promise<Skills | undefined>;
  keepSkills(operator: string, skills: Skills): Promise<void>;
}

const readLiving = jsonColumn('calls.living', KeptCall);
const readTags = jsonColumn('calls.tags', Type.Array(Type.String()));
const readSkills = jsonColumn('operators.skills', Skills);

export function callRecords({ db }: Store): CallRecords {
  return {
    living: async () => {
      const rows = await db.selectFrom('calls').select('living').where('living', 'is not', null).execute();
      return rows.flatMap(({ living }) => {
        if (living === null) return [];
        const { version: _, ...call } = readLiving(living);
        return [{ ...call, office: call.office ?? call.wish.office }];
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
    between: async (from, to) => {
      const rows = await db
        .selectFrom('calls')
        .select([
          'office',
          'origin',
          'subject',
          'language',
          'mode',
          'asked',
          'answered',
          'ended',
          'outcome',
          'tags',
        ])
        .where('asked', '>=', textOf(from))
        .where('asked', '<', textOf(to))
        .orderBy('asked')
        .execute();
      return rows.map((row) => ({
        ...row,
        asked: Date.parse(row.asked),
        answered: momentOf(row.answered),
        ended: momentOf(row.ended),
        tags: readTags(row.tags),
      }));
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
    office: call.office,
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
