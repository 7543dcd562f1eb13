import test from 'ava';
import { Registry } from 'prom-client';
import { exportTotems } from '../../hub/metrics/index.ts';
import type { Totem } from '../../protocol/index.ts';
import { healthOf } from '../harness/health.ts';

const since = '2026-11-20T10:00:00.000Z';
const totemOf = (id: string, changes: Partial<Totem>): Totem => ({
  id,
  name: id,
  site: null,
  groups: [],
  enrolled: since,
  certificateExpires: since,
  revoked: false,
  online: true,
  lastSeen: since,
  desired: { revision: 0, content: null, keyRing: null, configuration: {} },
  reported: null,
  health: healthOf(),
  messagesRefused: 0,
  ...changes,
});

test('Prometheus gets the figures of every totem that is connected, in base units', async (t) => {
  const registry = new Registry();
  const fault = { code: 'board.hot', part: '', message: 'hot', since } as const;
  let totems = [
    totemOf('lodi-01', { health: healthOf({ faults: [fault], temperatureCelsius: 85.5 }) }),
    totemOf('legnano-02', { online: false }),
    totemOf('new-03', { health: null }),
    totemOf('gone-04', { revoked: true, online: false }),
  ];
  exportTotems(registry, () => totems);
  const text = await registry.metrics();
  for (const line of [
    'totem_online{totem="lodi-01"} 1',
    'totem_online{totem="legnano-02"} 0',
    'totem_temperature_celsius{totem="lodi-01"} 85.5',
    'totem_cpu_usage_ratio{totem="lodi-01"} 0.12',
    'totem_filesystem_size_bytes{totem="lodi-01",filesystem="data"} 32000000000',
    'totem_storage_life_used_ratio{totem="lodi-01",device="mmcblk0"} 0.2',
    'totem_network_receive_bytes_total{totem="lodi-01",interface="eth0"} 123456789',
    'totem_hub_latency_seconds{totem="lodi-01"} 0.0125',
    'totem_faults{totem="lodi-01",severity="error"} 1',
    'totem_in_service{totem="lodi-01"} 1',
  ]) {
    t.true(text.split('\n').includes(line), line);
  }
  t.notRegex(text, /gone-04|temperature_celsius\{totem="(legnano-02|new-03)"/);
  t.regex(text, /# TYPE totem_network_receive_bytes_total counter/);

  totems = totems.map((totem) => ({ ...totem, online: false }));
  t.notRegex(await registry.metrics(), /totem_temperature_celsius\{/, 'no figures of yesterday');
});
