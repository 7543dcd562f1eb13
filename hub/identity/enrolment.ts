import { createHash, randomBytes, randomInt } from 'node:crypto';
import type { Transaction } from 'kysely';
import { encodeToken, failure, type Result, success, type TotemId } from '../../protocol/index.ts';
import { type EnrolmentTokensTable, groupsColumn, type Store, type Tables } from '../store/index.ts';
import type { Authority } from './authority.ts';
import { checkRequest } from './request.ts';
import type { Identity, TotemUrls } from './types.ts';

type Enrolment = Pick<Identity, 'newToken' | 'listTokens' | 'revokeToken' | 'enrol'>;
type TokenRow = Omit<EnrolmentTokensTable, 'id'> & { id: number };

const spent = failure('token_spent', 'the token was used, has expired or was revoked; ask for a new one');
const defaultSeconds = 3600;

/** One-time tokens and what they are turned into. Tokens are stored as SHA-256 of their secret only. */
export function enrolmentOf(
  { db }: Store,
  authority: Authority,
  now: () => number,
  enrolled: (totem: TotemId) => Promise<void>,
): Enrolment {
  const moment = () => new Date(now()).toISOString();

  return {
    async newToken(request, gatewayUrl) {
      if (request.site !== undefined) {
        const site = await db
          .selectFrom('sites')
          .select('id')
          .where('id', '=', request.site)
          .executeTakeFirst();
        if (!site) return failure('invalid', `there is no site ${request.site}`, '/site');
      }
      const secret = randomBytes(32).toString('base64url');
      const expires = new Date(now() + (request.seconds ?? defaultSeconds) * 1000).toISOString();
      const { id } = await db
        .insertInto('enrolment_tokens')
        .values({
          secret_hash: hashOf(secret),
          name: request.name ?? null,
          site_id: request.site ?? null,
          groups: JSON.stringify(request.groups ?? []),
          made: moment(),
          expires,
        })
        .returning('id')
        .executeTakeFirstOrThrow();
      const token = encodeToken({ gateway: gatewayUrl, authority: authority.fingerprint, secret });
      return success({ id, token, expires });
    },

    async listTokens() {
      const rows = await db.selectFrom('enrolment_tokens').selectAll().orderBy('id', 'desc').execute();
      return rows.map((row) => ({
        id: row.id,
        name: row.name,
        groups: groupsColumn(row.groups),
        made: row.made,
        expires: row.expires,
        state: stateOf(row, moment()),
        totem: row.totem,
      }));
    },

    async revokeToken(id) {
      const row = await db.selectFrom('enrolment_tokens').selectAll().where('id', '=', id).executeTakeFirst();
      if (!row) return failure('not_found', `there is no token ${id}`);
      const { numUpdatedRows } = await db
        .updateTable('enrolment_tokens')
        .set({ revoked: moment() })
        .where('id', '=', id)
        .where('used', 'is', null)
        .where('revoked', 'is', null)
        .executeTakeFirst();
      return numUpdatedRows === 1n ? success(null) : spent;
    },

    async enrol(request, urls) {
      const checked = await checkRequest(request.request);
      if (!checked.ok) return checked;
      const { request: csr, keyHash } = checked.value;
      const totem = newTotemId();
      const issued = await authority.issueTotem(totem, csr);
      const outcome = await db.transaction().execute(async (trx): Promise<Result<EnrolmentOutcome>> => {
        const token = await trx
          .selectFrom('enrolment_tokens')
          .selectAll()
          .where('secret_hash', '=', hashOf(request.secret))
          .executeTakeFirst();
        if (!token) return failure('token_spent', 'this hub never gave out the token');
        const state = stateOf(token, moment());
        if (state === 'used') return answerAgain(trx, token, keyHash, moment());
        if (state !== 'open') return spent;
        await register(trx, token, totem, issued.expires, moment());
        await trx
          .insertInto('certificates')
          .values({
            serial: issued.serial,
            totem,
            key_hash: keyHash,
            pem: issued.pem,
            issued: moment(),
            expires: issued.expires.toISOString(),
          })
          .execute();
        return success({ totem, certificate: issued.pem, isNew: true });
      });
      if (!outcome.ok) return outcome;
      if (outcome.value.isNew) await enrolled(totem);
      return success(answerOf(outcome.value, authority, urls));
    },
  };
}

interface EnrolmentOutcome {
  totem: TotemId;
  certificate: string;
  isNew: boolean;
}

/** The totem did not get the first answer: as long as the token lasts, the same key gets the same certificate. */
async function answerAgain(
  trx: Transaction<Tables>,
  token: TokenRow,
  keyHash: string,
  moment: string,
): Promise<Result<EnrolmentOutcome>> {
  const certificate = await trx
    .selectFrom('certificates')
    .select(['totem', 'pem'])
    .where('totem', '=', token.totem ?? '')
    .where('key_hash', '=', keyHash)
    .where('revoked', 'is', null)
    .executeTakeFirst();
  if (!certificate || token.expires <= moment) return spent;
  return success({ totem: certificate.totem, certificate: certificate.pem, isNew: false });
}

async function register(
  trx: Transaction<Tables>,
  token: TokenRow,
  totem: TotemId,
  expires: Date,
  moment: string,
): Promise<void> {
  await trx.updateTable('enrolment_tokens').set({ used: moment, totem }).where('id', '=', token.id).execute();
  await trx
    .insertInto('totems')
    .values({
      id: totem,
      name: token.name ?? totem,
      site_id: token.site_id,
      groups: token.groups,
      enrolled: moment,
      certificate_expires: expires.toISOString(),
      desired_revision: 0,
      key_ring_revision: 0,
      configuration: '{}',
    })
    .execute();
}

function answerOf(outcome: EnrolmentOutcome, authority: Authority, urls: TotemUrls) {
  return { totem: outcome.totem, certificate: outcome.certificate, authority: authority.pem, ...urls };
}

function stateOf(row: TokenRow, moment: string): 'open' | 'used' | 'expired' | 'revoked' {
  if (row.used !== null) return 'used';
  if (row.revoked !== null) return 'revoked';
  return row.expires <= moment ? 'expired' : 'open';
}

// No 0, 1, l, o: the id is read aloud on the telephone.
const letters = '23456789abcdefghijkmnpqrstuvwxyz';

/** 50 random bits; unique by the registry's primary key. */
function newTotemId(): TotemId {
  return `t-${Array.from({ length: 10 }, () => letters[randomInt(letters.length)]).join('')}`;
}

function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
