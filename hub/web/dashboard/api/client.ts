import type { Static } from 'typebox';
import type {
  AssignmentRequest,
  CommandResult,
  ContentRelease,
  ContentReleaseList,
  CurrentSession,
  EnrolmentTokenList,
  EnrolmentTokenMade,
  EnrolmentTokenRequest,
  EventList,
  SignedIn,
  Site,
  SiteList,
  SiteRequest,
  Totem,
  TotemChange,
  TotemList,
} from '../../../../protocol/api.ts';
import type { DeskCatalogue } from '../../../../protocol/calls/catalogue.ts';
import type { CallReport } from '../../../../protocol/calls/report.ts';
import type { CommandArguments, CommandName } from '../../../../protocol/commands.ts';
import type { Problem, Result } from '../../../../protocol/errors.ts';
import type {
  Firmware,
  FirmwareAuthority,
  FirmwareAuthorityList,
  FirmwareList,
} from '../../../../protocol/firmware-library.ts';
import type { UsageReport } from '../../../../protocol/report.ts';
import type {
  Rollout,
  RolloutAction,
  RolloutDetail,
  RolloutList,
  RolloutRequest,
} from '../../../../protocol/rollouts.ts';
import type {
  ServiceCodeAnswer,
  ServiceKeyRotated,
  ServiceKeysAnswer,
  ServiceLog,
} from '../../../../protocol/service.ts';
import { type Answer, requester, root, sender, typedProblem } from './request.ts';

export type TokenMade = Static<typeof EnrolmentTokenMade>;
export type TokenList = Static<typeof EnrolmentTokenList>;

/** The hub's HTTP API as this page uses it. The hub is of the same origin and release: answers are typed, not checked. */
export interface Api {
  session(): Answer<Static<typeof CurrentSession>>;
  signIn(name: string, password: string): Answer<Static<typeof SignedIn>>;
  signOut(): Answer<null>;
  totems(): Answer<readonly Totem[]>;
  changeTotem(id: string, change: Static<typeof TotemChange>): Answer<Totem>;
  revokeTotem(id: string): Answer<null>;
  /** A command that the totem refuses is a failure with the totem's own problem. */
  command<Name extends CommandName>(id: string, name: Name, args: CommandArguments<Name>): Answer<null>;
  /** One JPEG of what the totem shows now. */
  screenshot(id: string): Answer<Blob>;
  /** Address of the endless MJPEG stream for an `<img>`; `attempt` makes a retry a new address. */
  liveAddress(id: string, attempt: number): string;
  /** Without what tells of usage. */
  events(id: string, limit: number): Answer<Static<typeof EventList>['events']>;
  sites(): Answer<readonly Site[]>;
  addSite(site: Static<typeof SiteRequest>): Answer<Site>;
  newToken(request: Static<typeof EnrolmentTokenRequest>): Answer<TokenMade>;
  tokens(): Answer<TokenList['tokens']>;
  releases(): Answer<readonly ContentRelease[]>;
  assign(release: string, group: string): Answer<ContentRelease>;
  firmware(): Answer<readonly Firmware[]>;
  authorities(): Answer<readonly FirmwareAuthority[]>;
  rollouts(): Answer<readonly Rollout[]>;
  rollout(id: number): Answer<RolloutDetail>;
  startRollout(request: RolloutRequest): Answer<Rollout>;
  changeRollout(id: number, action: RolloutAction): Answer<Rollout>;
  /** The code for a number on the totem's screen; without a generation, for the key that it held last. */
  serviceCode(id: string, counter: number, generation: number | undefined): Answer<ServiceCodeAnswer>;
  serviceKeys(totems: string[]): Answer<ServiceKeysAnswer>;
  rotateServiceKey(id: string): Answer<Static<typeof ServiceKeyRotated>>;
  serviceLog(id: string, limit: number): Answer<ServiceLog['entries']>;
  /** How totems are used; `search` is the query of the address, or nothing. */
  report(search: string): Answer<UsageReport>;
  /** Address of the same as CSV. */
  reportTableAddress(search: string): string;
  callReport(search: string): Answer<CallReport>;
  callReportTableAddress(search: string): string;
  /** Names of offices and cards in the published content. */
  callCatalogue(): Answer<DeskCatalogue>;
  /** Address of the Server-Sent Events. */
  streamAddress: string;
}

/** @param onUnauthenticated told whenever the hub says that nobody is signed in here (any more) */
export function createApi(onUnauthenticated: () => void): Api {
  const send = sender(onUnauthenticated);
  const request = requester(send);
  return {
    session: () => request('GET', '/session'),
    signIn: (name, password) => request('POST', '/session', { name, password }),
    signOut: () => request('DELETE', '/session'),
    totems: async () =>
      pick(await request<Static<typeof TotemList>>('GET', '/totems'), (body) => body.totems),
    changeTotem: (id, change) => request('PATCH', `/totems/${encodeURIComponent(id)}`, change),
    revokeTotem: (id) => request('DELETE', `/totems/${encodeURIComponent(id)}`),
    command: async (id, name, args) => {
      const path = `/totems/${encodeURIComponent(id)}/commands`;
      const answer = await request<Static<typeof CommandResult>>('POST', path, { name, arguments: args });
      if (!answer.ok) return answer;
      if (answer.value.ok) return { ok: true, value: null };
      const problem = answer.value.error;
      return { ok: false, error: problem ? typedProblem(problem) : noReason };
    },
    screenshot: async (id) => {
      const answer = await send('GET', `/totems/${encodeURIComponent(id)}/screenshot`);
      return answer.ok ? { ok: true, value: await answer.value.blob() } : answer;
    },
    liveAddress: (id, attempt) => `${root}/totems/${encodeURIComponent(id)}/live?attempt=${attempt}`,
    events: async (id, limit) =>
      pick(
        await request<Static<typeof EventList>>(
          'GET',
          `/totems/${encodeURIComponent(id)}/events?limit=${limit}&usage=false`,
        ),
        (body) => body.events,
      ),
    sites: async () => pick(await request<Static<typeof SiteList>>('GET', '/sites'), (body) => body.sites),
    addSite: (site) => request('POST', '/sites', site),
    newToken: (body) => request('POST', '/enrolment-tokens', body),
    tokens: async () => pick(await request<TokenList>('GET', '/enrolment-tokens'), (body) => body.tokens),
    releases: async () =>
      pick(
        await request<Static<typeof ContentReleaseList>>('GET', '/content/releases'),
        (body) => body.releases,
      ),
    assign: (release, group) => {
      const body: Static<typeof AssignmentRequest> = { release, group };
      return request('POST', '/content/assignments', body);
    },
    firmware: async () =>
      pick(await request<Static<typeof FirmwareList>>('GET', '/firmware'), (body) => body.firmware),
    authorities: async () =>
      pick(
        await request<Static<typeof FirmwareAuthorityList>>('GET', '/firmware-authorities'),
        (body) => body.authorities,
      ),
    rollouts: async () =>
      pick(await request<Static<typeof RolloutList>>('GET', '/rollouts'), (body) => body.rollouts),
    rollout: (id) => request('GET', `/rollouts/${id}`),
    startRollout: (body) => request('POST', '/rollouts', body),
    changeRollout: (id, action) => request('POST', `/rollouts/${id}/actions`, action),
    serviceCode: (id, counter, generation) => {
      const body = generation === undefined ? { counter } : { counter, generation };
      return request('POST', `/totems/${encodeURIComponent(id)}/service-code`, body);
    },
    serviceKeys: (totems) => request('POST', '/service-keys', { totems }),
    rotateServiceKey: (id) => request('POST', `/totems/${encodeURIComponent(id)}/service-key/rotation`),
    serviceLog: async (id, limit) =>
      pick(
        await request<ServiceLog>('GET', `/totems/${encodeURIComponent(id)}/service-log?limit=${limit}`),
        (body) => body.entries,
      ),
    report: (search) => request('GET', `/report${search}`),
    reportTableAddress: (search) => `${root}/report.csv${search}`,
    callReport: (search) => request('GET', `/calls/report${search}`),
    callReportTableAddress: (search) => `${root}/calls/report.csv${search}`,
    callCatalogue: () => request('GET', '/calls/catalogue'),
    streamAddress: `${root}/stream`,
  };
}

const noReason: Problem = { code: 'internal', message: 'The totem refused without a reason.' };

function pick<Body, Value>(answer: Result<Body>, part: (body: Body) => Value): Result<Value> {
  return answer.ok ? { ok: true, value: part(answer.value) } : answer;
}
