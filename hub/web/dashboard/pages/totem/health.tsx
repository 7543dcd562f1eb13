import type { ComponentChildren } from 'preact';
import { useCallback } from 'preact/hooks';
import type { Totem } from '../../../../../protocol/api.ts';
import { Card } from '../../parts/card.tsx';
import { Sparkline } from '../../parts/sparkline.tsx';
import { Ago } from '../../parts/time.tsx';
import { useDesk } from '../../state/context.ts';
import type { FleetState } from '../../state/fleet.ts';
import { type Sample, share } from '../../state/samples.ts';
import { useStore } from '../../state/store.ts';
import { bytes, count, percent } from '../../text/format.ts';
import { healthGroups } from '../../text/health.ts';

type Health = NonNullable<Totem['health']>;
const none: readonly Sample[] = [];

const displayText = {
  off: 'Off',
  starting: 'Starting',
  running: 'Running',
  asleep: 'Asleep',
  rebuilding: 'Being rebuilt',
  out_of_service: 'Out of service',
} as const;

export function HealthCard({ totem }: { totem: Totem }) {
  const { health } = totem;
  return (
    <Card
      title="Health"
      side={
        health ? (
          <span class="quiet">
            {totem.online ? 'Measured ' : 'Last measured '}
            <Ago at={health.at} />
          </span>
        ) : null
      }
    >
      {health ? (
        <Figures id={totem.id} health={health} />
      ) : (
        <p class="quiet">The totem has not told its figures yet.</p>
      )}
    </Card>
  );
}

function Figures({ id, health }: { id: string; health: Health }) {
  const { fleet } = useDesk();
  const samples = useStore(
    fleet,
    useCallback((state: FleetState) => state.samples.get(id) ?? none, [id]),
  );
  const temperatures = samples.flatMap((sample) => sample.temperatureCelsius ?? []);
  const { display } = health;
  return (
    <>
      <dl class="gauges">
        <Gauge name="Processor" value={`${Math.round(health.cpuPercent)} %`}>
          <Sparkline values={samples.map((sample) => sample.cpuPercent)} top={100} />
        </Gauge>
        <Gauge
          name="Memory"
          value={percent(share(health.memoryUsedBytes, health.memoryTotalBytes))}
          note={`${bytes(health.memoryUsedBytes)} of ${bytes(health.memoryTotalBytes)}`}
        >
          <Sparkline values={samples.map((sample) => sample.memoryShare)} top={1} />
        </Gauge>
        <Gauge
          name="Disk"
          value={percent(share(health.diskUsedBytes, health.diskTotalBytes))}
          note={`${bytes(health.diskUsedBytes)} of ${bytes(health.diskTotalBytes)}`}
        >
          <Sparkline values={samples.map((sample) => sample.diskShare)} top={1} />
        </Gauge>
        <Gauge
          name="Temperature"
          value={
            health.temperatureCelsius === null ? 'Not known' : `${Math.round(health.temperatureCelsius)} °C`
          }
        >
          <Sparkline values={temperatures} top={100} />
        </Gauge>
        <Gauge
          name="Display"
          value={displayText[display.state]}
          note={display.restarts === 0 ? 'never restarted' : `restarted ${count(display.restarts, 'time')}`}
        />
        <Gauge name="Frame rate" value={`${display.framesPerSecond.toFixed(0)} frames/s`}>
          <Sparkline values={samples.map((sample) => sample.framesPerSecond)} />
        </Gauge>
      </dl>
      <div class="health-groups">
        {healthGroups(health).map(({ title, rows }) => (
          <section key={title} aria-label={title}>
            <h3>{title}</h3>
            <dl class="rows">
              {rows.map((row) => (
                <div key={row.name} class={row.bad ? 'row-bad' : undefined}>
                  <dt>{row.name}</dt>
                  <dd>{row.value}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </>
  );
}

interface GaugeProps {
  name: string;
  value: string;
  note?: string;
  children?: ComponentChildren;
}

function Gauge({ name, value, note, children }: GaugeProps) {
  return (
    <div class="gauge">
      <dt>{name}</dt>
      <dd>
        <span class="gauge-value">{value}</span>
        {note ? <span class="gauge-note">{note}</span> : null}
        {children}
      </dd>
    </div>
  );
}
