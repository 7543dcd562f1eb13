import { fileURLToPath } from 'node:url';
import type { Logger } from 'pino';
import { type AgentConfiguration, failure, type Result, success } from '../protocol/index.ts';
import type { ShownContent } from './content/index.ts';
import { type Kiosk, type ServeCallPicture, startKiosk } from './kiosk/index.ts';

const pageFolder = fileURLToPath(new URL('../.build/ui', import.meta.url));

/** Starts what serves the citizen's page. A port that is taken is a problem that names the setting to change. */
export async function openKiosk(
  configuration: AgentConfiguration,
  content: () => ShownContent | null,
  callPicture: ServeCallPicture,
  log: Logger,
): Promise<Result<Kiosk>> {
  const { port } = configuration.kiosk;
  try {
    return success(
      await startKiosk({ port, pageFolder, content, callPicture, log: log.child({ part: 'kiosk' }) }),
    );
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error;
    return failure('conflict', `port ${port} is taken: set kiosk.port in agent.yaml to another one, or to 0`);
  }
}
