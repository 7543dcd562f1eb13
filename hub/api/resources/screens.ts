import Type from 'typebox';
import { type CommandResult, type ErrorCode, errorStatus, type Problem } from '../../../protocol/index.ts';
import { Refusal, refuse, unwrap } from '../../http/index.ts';
import { problems, type Resource } from '../parts.ts';
import { sendLive } from '../streams/live.ts';
import { TotemAddress } from './totems.ts';

const pictureMs = 20_000;
const picture = Type.Unsafe<Buffer>({ type: 'string', format: 'binary' });

const LiveQuery = Type.Object(
  {
    /** Ignored: makes a retry a new address for the browser. */
    attempt: Type.Optional(Type.Integer({ minimum: 0 })),
  },
  { additionalProperties: false },
);

/** What a totem shows now: one picture, or a few frames a second. */
export const screensResource: Resource = (scope, options) => {
  const { fleet, broker, pictures } = options;

  scope.get(
    '/totems/:id/screenshot',
    {
      exposeHeadRoute: false,
      schema: {
        operationId: 'takeScreenshot',
        summary: 'Take a picture of the screen',
        tags: ['screens'],
        params: TotemAddress,
        response: { 200: { content: { 'image/jpeg': { schema: picture } } }, ...problems },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      if (!fleet.get(id)) refuse('not_found', 'there is no such totem');
      const result = unwrap(await broker.command(id, 'screenshot', {}, pictureMs));
      const jpeg = pictures.take(result.id);
      if (!result.ok) throw new Refusal(problemOf(result.error));
      if (!jpeg) refuse('unavailable', 'the totem sent no picture');
      return reply.type('image/jpeg').header('cache-control', 'no-store').send(jpeg);
    },
  );

  scope.get(
    '/totems/:id/live',
    {
      exposeHeadRoute: false,
      schema: {
        operationId: 'watchScreen',
        summary: 'Frames of the screen as MJPEG for an image element, for as long as the connection lasts',
        tags: ['screens'],
        params: TotemAddress,
        querystring: LiveQuery,
        response: { 200: { content: { 'multipart/x-mixed-replace': { schema: picture } } }, ...problems },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      if (!fleet.get(id)) refuse('not_found', 'there is no such totem');
      await sendLive(id, request, reply, options);
      return reply;
    },
  );
};

/** A totem's own reason; a code of a newer agent is told as `unavailable`. */
function problemOf(error: CommandResult['error']): Problem {
  if (!error) return { code: 'unavailable', message: 'the totem refused without a reason' };
  return { code: isCode(error.code) ? error.code : 'unavailable', message: error.message };
}

function isCode(code: string): code is ErrorCode {
  return Object.hasOwn(errorStatus, code);
}
