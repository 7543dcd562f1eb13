import { join } from 'node:path';
import type { AgentMessage } from '../../protocol/index.ts';
import { playlistOf } from '../content/index.ts';
import { startRenewal } from '../renewal/index.ts';
import type { Attendance } from '../session/index.ts';
import type { Foundation } from './foundation.ts';
import type { Parts } from './parts.ts';
import { openSenses } from './senses.ts';

/**
 * Starts what the citizen stands before: the display, the sensors that wake it, touch panel and keypad. What a totem
 * does not have is not even loaded.
 */
export async function openScreen(
  foundation: Foundation,
  parts: Parts,
  { page, attendance }: { page: NonNullable<Parts['kiosk']>; attendance: Attendance },
): Promise<void> {
  const { folder, configuration, care, ledger, log, now } = foundation;
  const { faults, record } = ledger;
  const changed = () => parts.health?.changed();

  if (care.suspended && configuration.display.enabled) parts.display = await care.outage();
  else if (configuration.display.enabled) {
    const { startDisplay } = await import('../display/index.ts');
    const display = await startDisplay({
      configuration: configuration.display,
      pageUrl: page.screenUrl,
      runtimeFolder: join(folder, 'run', 'display'),
      faults,
      log: log.child({ part: 'display' }),
    });
    display.setPlaylist(playlistOf(parts.content?.shown() ?? null));
    display.onPlayed(({ media, seconds }) =>
      record({ kind: 'playlist.played', at: new Date(now()).toISOString(), media, seconds }),
    );
    display.onChange(changed);
    parts.display = display;
    parts.renewal = startRenewal({
      settings: configuration.kiosk.renewal,
      display,
      occupied: () => attendance.state() !== 'attract' || (parts.senses?.near() ?? false),
      send: page.send,
      log: log.child({ part: 'renewal' }),
    });
  }

  const senses = await openSenses({
    configuration,
    screen: parts.display ?? null,
    send: page.send,
    session: attendance.state() !== 'attract',
    faults,
    onChange: changed,
    log,
  });
  if (senses) parts.senses = senses;

  if (configuration.speech.engine !== 'none') {
    const { startSpeech } = await import('../speech/index.ts');
    parts.speech = await startSpeech({
      speech: configuration.speech,
      audio: configuration.audio,
      send: page.send,
      onVolume: (volume) => parts.calls?.setVolume(volume),
      faults,
      log: log.child({ part: 'speech' }),
    });
    page.send(parts.speech.greeting());
  }

  if (configuration.touch.length === 0) return;
  const toPage = (step: Extract<AgentMessage, { type: 'touch' | 'key' }>) => {
    if (!parts.renewal?.keep(step)) page.send(step);
  };
  const { startTouch } = await import('../touch/index.ts');
  parts.touch = await startTouch({
    devices: configuration.touch,
    calibrationFile: join(folder, 'state', 'calibration.json'),
    onTouch: (step) => {
      if (step.phase === 'down') attendance.touched('panel');
      toPage({ type: 'touch', ...step, origin: 'panel' });
    },
    onKey: (step) => {
      if (step.phase === 'down') attendance.touched('panel');
      toPage({ type: 'key', ...step });
    },
    onVolume: (direction) => parts.speech?.volumeKey(direction),
    faults,
    log: log.child({ part: 'touch' }),
  });
}
