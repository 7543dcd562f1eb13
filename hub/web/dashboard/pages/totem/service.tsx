import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { Totem } from '../../../../../protocol/api.ts';
import type { ServiceCodeAnswer, ServiceKeysAnswer, ServiceLog } from '../../../../../protocol/service.ts';
import { adviceOn } from '../../api/advice.ts';
import { Alert } from '../../parts/alert.tsx';
import { Card } from '../../parts/card.tsx';
import { CopyButton } from '../../parts/copy.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { Field } from '../../parts/field.tsx';
import { Icon } from '../../parts/icon.tsx';
import { Ago } from '../../parts/time.tsx';
import { useDesk } from '../../state/context.ts';

type Keys = ServiceKeysAnswer['keys'];

/** Computes codes in this page, with keys that it has taken along. */
interface Offline {
  keys: Keys;
  codeOf(secret: string, counter: number): string;
}

/** The code for the number that the totem's screen shows; and who asked for one before. */
export function ServiceCard({ totem }: { totem: Totem }) {
  const { api, tell } = useDesk();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [answer, setAnswer] = useState<ServiceCodeAnswer | null>(null);
  const [log, setLog] = useState<ServiceLog['entries']>([]);
  const offline = useRef<Offline | null>(null);
  const [ready, setReady] = useState(false);
  const [asking, setAsking] = useState(false);

  const look = useCallback(async () => {
    const entries = await api.serviceLog(totem.id, 10);
    if (entries.ok) setLog(entries.value);
  }, [api, totem.id]);
  useEffect(() => void look(), [look]);

  async function submit(event: SubmitEvent & { currentTarget: HTMLFormElement }): Promise<void> {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const counter = Number(String(form.get('counter')).replaceAll(' ', ''));
    const key = String(form.get('key'));
    const generation = key === '' ? undefined : Number(key);
    setBusy(true);
    const asked = await api.serviceCode(totem.id, counter, generation);
    setBusy(false);
    const here = asked.ok ? null : computed(offline.current, totem.id, counter, generation);
    setAnswer(asked.ok ? asked.value : here);
    setProblem(asked.ok || here ? null : adviceOn(asked.error));
    if (asked.ok) await look();
  }

  async function prepare(): Promise<void> {
    setBusy(true);
    const taken = await api.serviceKeys([totem.id]);
    const { serviceCodeOf } = await import('../../../../../protocol/service-code.ts');
    setBusy(false);
    if (!taken.ok) return tell('problem', adviceOn(taken.error));
    offline.current = { keys: taken.value.keys, codeOf: serviceCodeOf };
    setReady(true);
    tell('done', 'As long as this page stays open, it makes codes without the hub too.');
    await look();
  }

  async function rotate(): Promise<void> {
    setBusy(true);
    const rotated = await api.rotateServiceKey(totem.id);
    setBusy(false);
    setAsking(false);
    if (!rotated.ok) return tell('problem', adviceOn(rotated.error));
    offline.current = null;
    setReady(false);
    setAnswer(null);
    tell(
      'done',
      `${totem.name} gets key ${rotated.value.generation}; what was given out is worth nothing then.`,
    );
    await look();
  }

  return (
    <Card title="Service code">
      <p class="panel-hint">
        On the totem: touch the four corners once round, ending where you began. Its screen shows a number and
        a key; the code for them opens the service menu once.
      </p>
      <form class="service-form" onSubmit={submit}>
        <Field label="Number on the screen">
          {(attributes) => (
            <input
              {...attributes}
              class="form-control"
              name="counter"
              required
              inputMode="numeric"
              pattern="[0-9 ]{1,12}"
              title="Digits, as the totem shows them"
              autocomplete="off"
            />
          )}
        </Field>
        <Field label="Key">
          {(attributes) => (
            <input
              {...attributes}
              class="form-control"
              name="key"
              inputMode="numeric"
              pattern="[1-9][0-9]{0,5}"
              title="The key’s number on the screen; without it, the one that the totem held last"
              placeholder="last known"
              autocomplete="off"
            />
          )}
        </Field>
        <button type="submit" class="btn btn-primary" disabled={busy}>
          Make the code
        </button>
      </form>
      {problem ? <Alert>{problem}</Alert> : null}
      <div role="status">{answer ? <Code answer={answer} /> : null}</div>
      <div class="service-more">
        <button
          type="button"
          class="btn btn-outline-primary btn-sm"
          disabled={busy || ready}
          onClick={() => void prepare()}
        >
          {ready ? 'Works without the hub' : 'Take along for use without network'}
        </button>
        <button
          type="button"
          class="btn btn-outline-primary btn-sm"
          disabled={busy}
          onClick={() => setAsking(true)}
        >
          Replace the key…
        </button>
      </div>
      <Log entries={log} />
      {asking ? (
        <Dialog title={`Replace the service key of ${totem.name}?`} onClose={() => setAsking(false)}>
          <p>
            Codes and keys that were given out open nothing any more as soon as the totem has the new key. A
            totem without network keeps the former key until it reaches the hub.
          </p>
          <div class="sheet-foot">
            <button type="button" class="btn btn-outline-primary" onClick={() => setAsking(false)}>
              Keep the key
            </button>
            <button type="button" class="btn btn-danger" disabled={busy} onClick={() => void rotate()}>
              Replace
            </button>
          </div>
        </Dialog>
      ) : null}
    </Card>
  );
}

function Code({ answer }: { answer: ServiceCodeAnswer }) {
  return (
    <div class="service-code">
      <p>
        <span class="service-code-digits">
          {answer.code.slice(0, 4)} {answer.code.slice(4)}
        </span>
        <span class="quiet">
          for number {answer.counter} with key {answer.generation}
        </span>
      </p>
      <CopyButton text={answer.code} what="code" />
    </div>
  );
}

const actionText = {
  code: 'asked for a code',
  key: 'took the key along',
  rotation: 'replaced the key',
} as const;

function Log({ entries }: { entries: ServiceLog['entries'] }) {
  if (entries.length === 0) return null;
  return (
    <ul class="service-log" aria-label="Who asked">
      {entries.map(({ at, user, action, counter }) => (
        <li key={`${at} ${action} ${counter}`}>
          <Icon name={action === 'code' ? 'it-password-visible' : 'it-key'} />
          <span>
            {user} {actionText[action]}
            {counter === null ? '' : ` for ${counter}`}
          </span>
          <span class="quiet">
            <Ago at={at} />
          </span>
        </li>
      ))}
    </ul>
  );
}

function computed(
  offline: Offline | null,
  totem: string,
  counter: number,
  generation: number | undefined,
): ServiceCodeAnswer | null {
  const key = offline?.keys.find((one) => generation === undefined || one.generation === generation);
  if (!offline || !key) return null;
  return { totem, counter, generation: key.generation, code: offline.codeOf(key.secret, counter) };
}
