import { useState } from 'preact/hooks';
import type { Firmware } from '../../../../../protocol/firmware-library.ts';
import { Card } from '../../parts/card.tsx';
import { Chip } from '../../parts/chip.tsx';
import { Empty } from '../../parts/empty.tsx';
import { Page } from '../../parts/page.tsx';
import { Ago } from '../../parts/time.tsx';
import { useDesk } from '../../state/context.ts';
import type { FleetState } from '../../state/fleet.ts';
import { useStore } from '../../state/store.ts';
import { bytes, count, day } from '../../text/format.ts';
import { NewRolloutDialog } from '../rollouts/new.tsx';
import { AuthoritiesCard } from './authorities.tsx';

const firmwareOf = (state: FleetState) => state.firmware;
const isLoaded = (state: FleetState) => state.generation > 0;

export function FirmwarePage() {
  const { fleet } = useDesk();
  const firmware = useStore(fleet, firmwareOf);
  const loaded = useStore(fleet, isLoaded);
  const [rolling, setRolling] = useState<Firmware | null>(null);
  return (
    <Page title="Firmware" lead="Bundles that the hub verified, newest first, and who may sign them.">
      {loaded ? null : <p class="quiet">Fetching the firmware…</p>}
      {loaded && firmware.length === 0 ? (
        <Empty icon="it-software" title="No firmware yet">
          <p>A bundle in RAUC’s verity format is added from the command line:</p>
          <p>
            <code>totem firmware add FILE.raucb</code>
          </p>
        </Empty>
      ) : null}
      <ol class="releases">
        {firmware.map((one, index) => (
          <li key={one.sha256}>
            <FirmwareCard firmware={one} newest={index === 0} onRollOut={() => setRolling(one)} />
          </li>
        ))}
      </ol>
      <AuthoritiesCard />
      {rolling ? (
        <NewRolloutDialog kind="firmware" artifact={rolling.sha256} onClose={() => setRolling(null)} />
      ) : null}
    </Page>
  );
}

function FirmwareCard({
  firmware,
  newest,
  onRollOut,
}: {
  firmware: Firmware;
  newest: boolean;
  onRollOut(): void;
}) {
  return (
    <Card
      title={firmware.version}
      side={
        <span class="tags">
          {newest ? <Chip tone="info">Newest</Chip> : null}
          <Chip>{firmware.compatible}</Chip>
        </span>
      }
    >
      {firmware.description === '' ? null : <p class="panel-text">{firmware.description}</p>}
      <dl class="rows rows-wide">
        <div>
          <dt>Added</dt>
          <dd>
            <Ago at={firmware.added} /> by {firmware.addedBy}
          </dd>
        </div>
        <div>
          <dt>Signed by</dt>
          <dd>
            {firmware.signedBy}, until {day(firmware.signerExpires)}
          </dd>
        </div>
        <div>
          <dt>Bundle</dt>
          <dd>
            {bytes(firmware.size)}, build {firmware.build || 'not said'}
          </dd>
        </div>
        <div>
          <dt>Images</dt>
          <dd>{firmware.images.map(({ slot, size }) => `${slot} (${bytes(size)})`).join(', ')}</dd>
        </div>
      </dl>
      <div class="release-foot">
        <p class={firmware.runningOn === 0 ? 'quiet' : undefined}>
          Runs on {count(firmware.runningOn, 'totem')}; {count(firmware.desiredBy, 'totem')} should run it.
        </p>
        <button type="button" class="btn btn-outline-primary btn-sm" onClick={onRollOut}>
          Roll out…<span class="visually-hidden"> {firmware.version}</span>
        </button>
      </div>
    </Card>
  );
}
