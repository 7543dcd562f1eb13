import type { Logger } from 'pino';
import type { AgentConfiguration, AgentMessage, FaultCode, SensorFigures } from '../../protocol/index.ts';
import type { PresenceWatch, RestingScreen } from '../presence/index.ts';
import type { Sensors } from '../sensors/index.ts';

export interface SensesOptions {
  configuration: AgentConfiguration;
  /** null where the totem has no screen of its own. */
  screen: RestingScreen | null;
  send(message: AgentMessage): void;
  /** A citizen's session is on the screen now. */
  session: boolean;
  faults: {
    raise(code: FaultCode, message: string, part?: string): void;
    clear(code: FaultCode, part?: string): void;
  };
  onChange(): void;
  log: Logger;
}

/** What the totem feels of the world around it, and what its screen does about it. */
export interface Senses extends Pick<PresenceWatch, 'touched' | 'session' | 'greeting' | 'near'> {
  list(): SensorFigures[];
  watch: Sensors['watch'];
  stop(): Promise<void>;
}

/** Starts the sensors and lets presence drive the screen. Without sensors nothing is loaded, and it stays on. */
export async function openSenses(options: SensesOptions): Promise<Senses | undefined> {
  const { configuration, screen, send, faults, onChange, log } = options;
  if (configuration.sensors.length === 0) return undefined;
  const [{ startSensors }, { findBacklight, watchPresence }] = await Promise.all([
    import('../sensors/index.ts'),
    import('../presence/index.ts'),
  ]);
  const presence = watchPresence({
    settings: configuration.presence,
    screen,
    backlight: screen === null ? null : await findBacklight(),
    send,
    log: log.child({ part: 'presence' }),
  });
  presence.session(options.session);
  const sensors = startSensors({
    sensors: configuration.sensors,
    faults,
    log: log.child({ part: 'sensors' }),
  });
  sensors.watch((news) => {
    presence.sensed(news);
    if (news.measurements.length === 0) onChange();
  });
  return {
    near: presence.near,
    touched: presence.touched,
    session: presence.session,
    greeting: presence.greeting,
    list: sensors.list,
    watch: sensors.watch,
    async stop() {
      presence.stop();
      await sensors.stop();
    },
  };
}
