import type { AuditEntry } from '../../protocol/index.ts';
import type { Store } from '../store/index.ts';

/** Who did what at the hub: people by the name they signed in with, `hub` for what it did by itself. */
export interface Audit {
  record(who: string, action: string, subject: string, detail?: string): Promise<void>;
  /** Newest first; of one subject where it is named. */
  list(query: { subject?: string; limit: number }): Promise<AuditEntry[]>;
}

export function createAudit({ store: { db }, now }: { store: Store; now: () => number }): Audit {
  return {
    async record(who, action, subject, detail = '') {
      const at = new Date(now()).toISOString();
      await db.insertInto('audit').values({ at, who, action, subject, detail }).execute();
    },
    async list({ subject, limit }) {
      let query = db.selectFrom('audit').selectAll().orderBy('id', 'desc').limit(limit);
      if (subject !== undefined) query = query.where('subject', '=', subject);
      return await query.execute();
    },
  };
}
