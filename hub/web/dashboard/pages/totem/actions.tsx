import { useState } from 'preact/hooks';
import type { Totem } from '../../../../../protocol/api.ts';
import { adviceOn } from '../../api/advice.ts';
import { Icon } from '../../parts/icon.tsx';
import { useDesk } from '../../state/context.ts';
import { ScreenshotDialog } from './screenshot.tsx';

/** What can be asked of a totem now. Without a connection the buttons stay, and say why they do nothing. */
export function Actions({ totem }: { totem: Totem }) {
  const { api, tell } = useDesk();
  const [looking, setLooking] = useState(false);
  const [busy, setBusy] = useState(false);

  async function reload(): Promise<void> {
    setBusy(true);
    const answer = await api.command(totem.id, 'reload', {});
    setBusy(false);
    if (answer.ok) tell('done', `${totem.name} builds its display again.`);
    else tell('problem', adviceOn(answer.error));
  }

  return (
    <>
      <button type="button" class="btn btn-primary btn-icon" onClick={() => setLooking(true)}>
        <Icon name="it-camera" /> Screenshot
      </button>
      <button type="button" class="btn btn-outline-primary btn-icon" disabled={busy} onClick={reload}>
        <Icon name="it-refresh" /> Reload display
      </button>
      {looking ? <ScreenshotDialog totem={totem} onClose={() => setLooking(false)} /> : null}
    </>
  );
}
