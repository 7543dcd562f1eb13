import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Gateway } from '../remote/index.ts';
import type { Foundation } from './foundation.ts';
import type { Parts } from './parts.ts';

/** Starts the totem's side of calls, once there is a hub to call through. Nothing of it runs before somebody asks. */
export async function openCalls(
  { folder, configuration, log }: Foundation,
  parts: Parts,
  { gateway, page }: { gateway: Pick<Gateway, 'getCallPicture'>; page: NonNullable<Parts['kiosk']> },
): Promise<void> {
  const { devicesOfCalls, startCalls, withTestVoice } = await import('../call/index.ts');
  const { devices, video, sound, missing } = await devicesOfCalls(configuration);
  const { enabled, attractLayer } = configuration.display;
  // The face is seen through the page, which is composed over it only where there is a layer below.
  const runtimeFolder = enabled && attractLayer ? join(folder, 'run', 'call') : null;
  if (runtimeFolder !== null) await mkdir(runtimeFolder, { recursive: true, mode: 0o700 });
  parts.calls = startCalls({
    devices,
    settings: { video, sound: await withTestVoice(sound, folder), runtimeFolder },
    mediaMissing: missing,
    request: (request) => parts.link?.call(request) ?? false,
    show: (face) => parts.display?.setFace(face),
    send: page.send,
    fetchPicture: gateway.getCallPicture,
    log: log.child({ part: 'call' }),
  });
  parts.calls.setVolume(configuration.speech.volume);
  for (const message of parts.calls.greeting()) page.send(message);
}
