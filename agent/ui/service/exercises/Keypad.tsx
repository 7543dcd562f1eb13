import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { TotemKey } from '../../../../protocol/touch.ts';
import { Icon } from '../../parts/Icon.tsx';
import type { IconName } from '../../parts/icons.ts';
import { useService } from '../context.ts';

/** All keys as they lie on the drawn keypad. */
const layout: readonly { key: TotemKey; icon: IconName; turn?: string }[] = [
  { key: 'back', icon: 'back' },
  { key: 'up', icon: 'up' },
  { key: 'home', icon: 'home' },
  { key: 'left', icon: 'down', turn: 'left' },
  { key: 'ok', icon: 'done' },
  { key: 'right', icon: 'forward' },
  { key: 'help', icon: 'help' },
  { key: 'down', icon: 'down' },
  { key: 'volume_down', icon: 'volume' },
  { key: 'volume_up', icon: 'volume' },
];

/** Every key of a totem's keypad. */
export const allKeys: readonly TotemKey[] = layout.map(({ key }) => key);

/** Milliseconds for which a complete keypad is shown, and for which Back is held to give up. */
const completeShown = 1500;
const holdToGiveUp = 3000;

/** Each key of the keypad lights up when it is pressed. */
export function Keypad({ keys = allKeys }: { keys?: readonly TotemKey[] | undefined }) {
  const { desk, words } = useService();
  const [pressed, setPressed] = useState<readonly TotemKey[]>([]);
  const [down, setDown] = useState<TotemKey | null>(null);
  const known = useRef(new Set<TotemKey>());
  const complete = keys.every((key) => pressed.includes(key));

  useLayoutEffect(() => {
    let giveUp: ReturnType<typeof setTimeout> | undefined;
    const forget = desk.onKey((key, phase) => {
      if (key === 'back' && phase !== 'repeat') {
        clearTimeout(giveUp);
        if (phase === 'down') giveUp = setTimeout(() => desk.endExercise('given_up'), holdToGiveUp);
      }
      setDown(phase === 'up' ? null : key);
      if (known.current.has(key)) return;
      known.current.add(key);
      setPressed([...known.current]);
      desk.progress({ kind: 'keypad', pressed: [...known.current] });
    });
    return () => {
      clearTimeout(giveUp);
      forget();
    };
  }, []);

  useEffect(() => {
    if (!complete) return;
    const timer = setTimeout(() => desk.endExercise('done'), completeShown);
    return () => clearTimeout(timer);
  }, [complete]);

  const count = keys.filter((key) => pressed.includes(key)).length;
  return (
    <main class="exercise exercise-paper">
      <h1>{words(complete ? 'service.keypad.complete' : 'service.keypad.title')}</h1>
      <ul class="keypad">
        {layout
          .filter(({ key }) => keys.includes(key))
          .map(({ key, icon, turn }) => {
            const done = pressed.includes(key);
            return (
              <li
                key={key}
                class={`keypad-key keypad-${key}`}
                data-done={done || undefined}
                data-down={down === key || undefined}
              >
                <span class={turn ? 'turned' : undefined}>
                  <Icon name={icon} />
                </span>
                <span>{words(`service.keypad.${key}`)}</span>
                <span class="visually-hidden">
                  {words(done ? 'service.keypad.done' : 'service.keypad.waits')}
                </span>
              </li>
            );
          })}
      </ul>
      <p class="exercise-count" role="status">
        {words('service.keypad.pressed', { pressed: count, total: keys.length })}
      </p>
      <button type="button" class="quiet-button" onClick={() => desk.endExercise('given_up')}>
        {words('service.keypad.end')}
      </button>
      <p class="exercise-small">{words('service.keypad.giveUp')}</p>
    </main>
  );
}
