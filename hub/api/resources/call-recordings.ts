import Type from 'typebox';
import { CallAddress, CallRecordingList, CallTranscript } from '../../../protocol/calls/index.ts';
import { refuse } from '../../http/index.ts';
import { problems, type Resource } from '../parts.ts';

/** Recordings of calls, for supervisors. Whoever looks at one, or deletes it, is in the audit log. */
export const callRecordingsResource: Resource = (scope, { calls: { recordings }, audit }) => {
  const config = { roles: ['supervisor'] } as const;
  const nothing = 'there is no recording of this call (any more)';

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
      const list = await recordings.list();
      return {
        recordings: list.map(({ started, expires, ...each }) => ({
          ...each,
          started: new Date(started).toISOString(),
          expires: new Date(expires).toISOString(),
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
        summary: 'The text of a recorded call',
        tags: ['calls'],
        params: CallAddress,
        response: { 200: CallTranscript, ...problems },
      },
    },
    async (request, reply) => {
      const { call } = request.params;
      // Before anything is read: who tried is known even where the answer does not arrive.
      await audit.record(request.session?.name ?? '', 'call recording read', call);
      const lines = (await recordings.lines(call)) ?? refuse('not_found', nothing);
      reply.header('cache-control', 'no-store');
      return {
        call,
        lines: lines.map(({ party, at, text }) => ({ party, at: new Date(at).toISOString(), text })),
      };
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
      if (!(await recordings.erase(call))) refuse('not_found', nothing);
      return reply.code(204).send(null);
    },
  );
};
