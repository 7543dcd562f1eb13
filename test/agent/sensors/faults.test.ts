import test from 'ava';
import { createSensorFaults } from '../../../agent/sensors/faults.ts';

/** Faults that hold, beginning with these. */
function holding(...remembered: string[]) {
  const held = new Set(remembered);
  const faults = createSensorFaults({
    raise: (code, _message, part = '') => void held.add(`${code} ${part}`),
    clear: (code, part = '') => void held.delete(`${code} ${part}`),
  });
  return { faults, held: () => [...held].sort() };
}

test('what a former run left ends with the first that is known of the sensor, and not before', (t) => {
  const { faults, held } = holding('sensor.noise air', 'sensor.lost radar');
  faults.tell('air', 'probing', '');
  t.deepEqual(held(), ['sensor.lost radar', 'sensor.noise air']);
  faults.tell('air', 'ready', '');
  t.deepEqual(held(), ['sensor.lost radar']);
  faults.tell('radar', 'silent', 'nothing comes');
  t.deepEqual(held(), ['sensor.silent radar'], 'of one sensor one fault holds');
});

test('the same fault goes on, another one takes its place, and readiness ends it', (t) => {
  const { faults, held } = holding('sensor.noise air');
  faults.tell('air', 'noisy', 'too much');
  t.deepEqual(held(), ['sensor.noise air']);
  faults.tell('air', 'lost', 'gone');
  t.deepEqual(held(), ['sensor.lost air']);
  faults.tell('air', 'ready', '');
  t.deepEqual(held(), []);
});
