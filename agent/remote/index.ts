import { type AgentMessage, failure, type Result, success } from '../../protocol/index.ts';
import type { CommandHandlers } from '../link/index.ts';
import type { Attendance } from '../session/index.ts';
import type { Gateway } from './gateway.ts';

export { type Gateway, openGateway } from './gateway.ts';

/** What the handlers need of the display. */
export interface Screen {
  picture(): Promise<Result<Buffer>>;
  live(seconds: number, framesPerSecond: number, onFrame: (jpeg: Buffer) => void): void;
  rebuild(reason: string): void;
}

export interface RemoteOptions {
  /** `null` where this totem has no display. */
  screen: Screen | null;
  gateway: Gateway;
  attendance: Attendance;
  send(message: AgentMessage): void;
}

const noDisplay = failure('unsupported', 'this totem has no display');

/** What an admin may ask of a totem, by command. */
export function createRemote({ screen, gateway, attendance, send }: RemoteOptions): CommandHandlers {
  let uploading = false;

  /** A frame that comes while another is on its way is left out: the view is live, not complete. */
  const show = async (jpeg: Buffer): Promise<void> => {
    if (uploading) return;
    uploading = true;
    const sent = await gateway.postFrame(jpeg);
    uploading = false;
    if (!sent.ok && sent.error.code === 'conflict') screen?.live(0, 1, () => undefined);
  };

  return {
    screenshot: async (_arguments, id) => {
      if (!screen) return noDisplay;
      const picture = await screen.picture();
      if (!picture.ok) return picture;
      const sent = await gateway.putPicture(id, picture.value);
      return sent.ok ? success({ bytes: picture.value.length }) : sent;
    },
    live: async ({ seconds, framesPerSecond }) => {
      if (!screen) return noDisplay;
      screen.live(seconds, framesPerSecond, (jpeg) => void show(jpeg));
      return success({});
    },
    tap: async ({ x, y }) => {
      if (attendance.citizenPresent()) {
        return failure(
          'session_active',
          'a citizen is using the totem; try again when the session has ended',
        );
      }
      attendance.touched('remote');
      for (const phase of ['down', 'up'] as const) {
        send({ type: 'touch', phase, contact: 0, x, y, origin: 'remote' });
      }
      return success({});
    },
    reload: async () => {
      if (!screen) return noDisplay;
      screen.rebuild('asked for by an admin');
      return success({});
    },
  };
}
