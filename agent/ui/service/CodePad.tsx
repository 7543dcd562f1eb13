import { useEffect, useRef, useState } from 'preact/hooks';
import { Icon } from '../parts/Icon.tsx';
import { useService } from './context.ts';
import { ServiceLanguages } from './Languages.tsx';
import { clockText, groupsOf } from './text.ts';
import { useTick } from './tick.ts';

const digits = 8;
const pad = ['1', '2', '3', '4', '5', '6', '7', '8', '9', 'erase', '0', 'open'] as const;
type PadKey = (typeof pad)[number];

/** Shows the number to ask a code for, and takes the code. */
export function CodePad() {
  const { desk, view, words } = useService();
  const { state, totem, counter, generation, refusal } = view.session;
  const title = useRef<HTMLHeadingElement>(null);
  const [code, setCode] = useState('');
  const takes = state === 'asking';

  useEffect(() => title.current?.focus({ preventScroll: true }), []);
  // Another number wants another code.
  useEffect(() => setCode(''), [counter, refusal, state === 'waiting']);

  function press(key: PadKey): void {
    if (!takes) return;
    if (key === 'erase') setCode(code.slice(0, -1));
    else if (key === 'open') {
      if (code.length === digits) desk.send({ type: 'service_code', code });
    } else if (code.length < digits) setCode(code + key);
  }

  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const key =
        event.key === 'Backspace'
          ? 'erase'
          : pad.find((name) => name === event.key && name !== 'open' && name !== 'erase');
      if (!key) return;
      press(key);
      event.preventDefault();
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  });

  const leave = () => desk.send({ type: 'service_left' });
  return (
    <div class="access">
      <main class="access-box">
        <div class="access-head">
          <span class="badge tone-blue">
            <Icon name="lock" />
          </span>
          <div>
            <h1 ref={title} tabIndex={-1}>
              {words(state === 'keyless' ? 'service.pad.keylessTitle' : 'service.pad.title')}
            </h1>
            <p class="access-totem">
              {words('service.totem')} {totem ?? '—'}
            </p>
          </div>
        </div>
        {state === 'keyless' ? (
          <p class="access-how">{words('service.pad.keyless')}</p>
        ) : (
          <>
            <div class="access-words" role="status">
              <Notice />
            </div>
            <code class="access-command">
              totem service-code {totem} --counter {counter} --key {generation}
            </code>
            <dl class="challenge">
              <div>
                <dt>{words('service.pad.counter')}</dt>
                <dd class="challenge-counter">{groupsOf(String(counter ?? ''), 3)}</dd>
              </div>
              <div>
                <dt>{words('service.pad.key')}</dt>
                <dd>{generation}</dd>
              </div>
            </dl>
            <Typed code={code} />
            {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms */}
            <div class="pad" role="group" aria-label={words('service.pad.digits')}>
              {pad.map((key) => (
                <button
                  key={key}
                  type="button"
                  class={`pad-key pad-${key}`}
                  disabled={!takes || (key === 'open' && code.length < digits)}
                  onClick={() => press(key)}
                >
                  <PadFace name={key} />
                </button>
              ))}
            </div>
          </>
        )}
      </main>
      <nav class="bar" aria-label={words('service.controls')}>
        <ServiceLanguages />
        <button type="button" class="bar-button bar-end" data-key="back home" onClick={leave}>
          <Icon name="cross" />
          <span>{words('service.leave')}</span>
        </button>
      </nav>
    </div>
  );
}

function PadFace({ name }: { name: PadKey }) {
  const { words } = useService();
  if (name !== 'erase' && name !== 'open') return name;
  return (
    <>
      <Icon name={name === 'erase' ? 'erase' : 'done'} />
      <span>{words(`service.pad.${name}`)}</span>
    </>
  );
}

/** The code so far, one box a digit in two groups. */
function Typed({ code }: { code: string }) {
  const { words } = useService();
  return (
    <div class="typed">
      <p class="visually-hidden" aria-live="polite">
        {words('service.pad.code')}: {words('service.pad.typed', { count: code.length })}
      </p>
      {Array.from({ length: digits }, (_, index) => (
        <span
          key={index}
          class="typed-digit"
          data-next={index === code.length || undefined}
          aria-hidden="true"
        >
          {code[index] ?? ''}
        </span>
      ))}
    </div>
  );
}

/** What to do; or why no code is taken, or why the last one did not open. */
function Notice() {
  const { view, words, now } = useService();
  const { state, refusal } = view.session;
  useTick(state === 'waiting' ? 500 : null);
  if (state === 'waiting') {
    const seconds = Math.max(0, Math.ceil((view.waitEnds - now()) / 1000));
    return (
      <p class="pad-note">
        <Icon name="clock" />
        <span>
          {words('service.pad.wait', { time: clockText(seconds) })} {words('service.pad.waitWhy')}
        </span>
      </p>
    );
  }
  if (refusal === 'none') {
    return (
      <p class="access-how">{words(state === 'checking' ? 'service.pad.checking' : 'service.pad.how')}</p>
    );
  }
  return (
    <p class="pad-note">
      <Icon name="warning" />
      <span>{words(refusal === 'disk' ? 'service.pad.disk' : 'service.pad.wrong')}</span>
    </p>
  );
}
