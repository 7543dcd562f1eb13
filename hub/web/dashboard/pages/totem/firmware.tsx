import type { Totem } from '../../../../../protocol/api.ts';
import { Alert } from '../../parts/alert.tsx';
import { Card } from '../../parts/card.tsx';
import { Chip } from '../../parts/chip.tsx';
import { Ago } from '../../parts/time.tsx';
import { percent } from '../../text/format.ts';

const stateText = {
  idle: 'Nothing to do',
  offered: 'About to begin',
  waiting: 'Waiting',
  fetching: 'Fetching the bundle',
  installing: 'Installing into the other slot',
  installed: 'Installed, about to restart',
  rebooting: 'Restarting',
  proving: 'Proving that it is well',
  confirmed: 'Confirmed',
  rolling_back: 'Going back to the former firmware',
  failed: 'Failed',
} as const;

/** What the totem runs, in which slot and since when, and how far an update is. */
export function FirmwareCard({ totem }: { totem: Totem }) {
  const firmware = totem.reported?.firmware;
  const wanted = totem.desired.firmware?.version;
  if (!firmware && wanted === undefined) return null;
  const { booted = null, other = null } = firmware ?? {};
  const settled = firmware?.state === 'idle' || firmware?.state === 'confirmed';
  return (
    <Card
      title="Firmware"
      side={firmware ? <Chip tone={toneOf(firmware.state)}>{stateText[firmware.state]}</Chip> : null}
    >
      {firmware?.problem ? <Alert>{firmware.problem.message}</Alert> : null}
      <dl class="rows">
        <div>
          <dt>Runs</dt>
          <dd>
            {booted ? (
              <>
                {booted.version ?? 'not known'} in slot {booted.slot}, since <Ago at={booted.since} />
              </>
            ) : (
              'not known'
            )}
          </dd>
        </div>
        {wanted !== undefined && wanted !== booted?.version ? (
          <div>
            <dt>Should run</dt>
            <dd>{wanted}</dd>
          </div>
        ) : null}
        {other ? (
          <div>
            <dt>Other slot</dt>
            <dd>
              {other.slot}: {other.version ?? 'not known'}, {other.boot}
            </dd>
          </div>
        ) : null}
        {firmware && firmware.waiting.length > 0 ? (
          <div>
            <dt>Waits for</dt>
            <dd>{firmware.waiting.join(', ')}</dd>
          </div>
        ) : null}
      </dl>
      {firmware && !settled && firmware.progress > 0 && firmware.progress < 1 ? (
        <div class="progress-box">
          <label class="progress-label">
            <span>{stateText[firmware.state]}</span>
            <span>{percent(firmware.progress)}</span>
            <progress max={1} value={firmware.progress} />
          </label>
        </div>
      ) : null}
    </Card>
  );
}

function toneOf(state: keyof typeof stateText) {
  if (state === 'confirmed') return 'good';
  if (state === 'failed' || state === 'rolling_back') return 'bad';
  return state === 'idle' ? 'neutral' : 'info';
}
