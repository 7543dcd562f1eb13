import type { FastifyRequest } from 'fastify';
import Type from 'typebox';
import {
  CallAddress,
  type CallId,
  CallRecordingList,
  CallSoundAddress,
  CallSoundQuery,
  CallSoundStored,
  type CallSoundTake,
  CallTranscript,
  maximumSoundPartBytes,
  soundKind,
} from '../../../protocol/calls/index.ts';
import { mayServe, type RecordedTake } from '../../calls/index.ts';
import { refuse, unwrap } from '../../http/index.ts';
import { problems, type Resource, type Scope } from '../parts.ts';

const sound = {
  content: { [soundKind]: { schema: Type.Unsafe<Buffer>({ type: 'string', format: 'binary' }) } },
};
/** Parts in a minute from one address: an office whose desks all record, and catch up after the hub was away. */
const partsAMinute = 1200;

/** Recordings of calls, for supervisors. Whoever looks at one, or deletes it, is in the audit log. */
export const callRecordingsResource: Resource = (scope, options) => {
  scope.register(async (uploads: Scope) => soundRoute(uploads, options));
  const {
    calls: { recordings },
    audit,
  } = options;
  const config = { roles: ['supervisor'] } as const;
  const nothing = 'there is no recording of this call (any more)';
  /** Recordings of the offices that whoever asks may serve. */
  const listed = async ({ session }: FastifyRequest) => {
    const list = await recordings.list();
    return list.filter(({ office }) => mayServe(session?.offices ?? null, office));
  };
  /** To whom a recording is not for it is not there. */
  const admit = async (request: FastifyRequest, call: CallId) => {
    if (!request.session?.offices) return;
    if (!(await listed(request)).some((each) => each.call === call)) refuse('not_found', nothing);
  };

  scope.get(
    '/calls/recordings',
    {
      config,
      schema: {
        operationId: 'listCallRecordings',
        summary: 'Recordings that citizens agreed to, newest first; what is in them is not told',
        tags: ['calls'],
        response: { 200: CallRecordingList, ...problems },
      },
    },
    async (request) => {
      await audit.record(request.session?.name ?? '', 'call recordings listed', '');
      const list = await listed(request);
      return {
        recordings: list.map(({ started, expires, sounds, ...each }) => ({
          ...each,
          started: new Date(started).toISOString(),
          expires: new Date(expires).toISOString(),
          sounds: sounds.map(toldTake),
        })),
      };
    },
  );

  scope.get(
    '/calls/recordings/:call',
    {
      config,
      schema: {
        operationId: 'getCallTranscript',
        summary: 'The text of a recorded call, and which sound there is of it',
        tags: ['calls'],
        params: CallAddress,
        response: { 200: CallTranscript, ...problems },
      },
    },
    async (request, reply) => {
      const { call } = request.params;
      // Before anything is read: who tried is known even where the answer does not arrive.
      await audit.record(request.session?.name ?? '', 'call recording read', call);
      await admit(request, call);
      const lines = (await recordings.lines(call)) ?? refuse('not_found', nothing);
      reply.header('cache-control', 'no-store');
      return {
        call,
        lines: lines.map(({ party, at, text }) => ({ party, at: new Date(at).toISOString(), text })),
        sounds: (await recordings.takes(call)).map(toldTake),
      };
    },
  );

  scope.get(
    '/calls/recordings/:call/sound/:take',
    {
      config,
      schema: {
        operationId: 'getCallSound',
        summary: 'Sound of a recorded call: WebM with Opus, as far as it came in',
        tags: ['calls'],
        params: CallSoundAddress,
        response: { 200: sound, ...problems },
      },
    },
    async (request, reply) => {
      const { call, take } = request.params;
      await audit.record(request.session?.name ?? '', 'call recording listened to', call);
      await admit(request, call);
      const bytes = (await recordings.listen(call, take)) ?? refuse('not_found', nothing);
      return reply.type(soundKind).header('cache-control', 'no-store').send(bytes);
    },
  );

  scope.delete(
    '/calls/recordings/:call',
    {
      config,
      schema: {
        operationId: 'deleteCallRecording',
        summary: 'Delete a recording before its day',
        tags: ['calls'],
        params: CallAddress,
        response: { 204: Type.Null(), ...problems },
      },
    },
    async (request, reply) => {
      const { call } = request.params;
      await audit.record(request.session?.name ?? '', 'call recording deleted', call);
      await admit(request, call);
      if (!(await recordings.erase(call))) refuse('not_found', nothing);
      return reply.code(204).send(null);
    },
  );
};

const soundRoute: Resource = (scope, { calls }) => {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser(soundKind, { parseAs: 'buffer' }, (_request, body, done) => done(null, body));

  scope.post(
    '/calls/:call/recording/sound',
    {
      bodyLimit: maximumSoundPartBytes,
      config: {
        roles: ['operator', 'supervisor'],
        rateLimit: { max: partsAMinute, timeWindow: 60_000 },
      },
      schema: {
        operationId: 'postCallSound',
        summary: 'Hand in the next piece of sound of a call that its citizen agreed to have recorded',
        tags: ['calls'],
        params: CallAddress,
        querystring: CallSoundQuery,
        body: { content: { [soundKind]: { schema: Type.Unknown() } } },
        response: { 201: CallSoundStored, ...problems },
      },
    },
    async (request, reply) => {
      const { body, session, params, query } = request;
      if (!Buffer.isBuffer(body)) refuse('invalid', `the body is not ${soundKind}`);
      const stored = unwrap(await calls.tape.take(session?.name ?? '', params.call, query, body));
      return reply.code(201).send(stored);
    },
  );
};

function toldTake({ take, started, milliseconds, bytes }: RecordedTake): CallSoundTake {
  return { take, started: new Date(started).toISOString(), milliseconds, bytes };
}
