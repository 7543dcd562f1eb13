import { useEffect } from 'preact/hooks';
import { dismissNotice, type Notice } from '../state/notices.ts';
import { type Store, useStore } from '../state/store.ts';
import { Icon } from './icon.tsx';

const shownMilliseconds = 8_000;
const whole = (list: readonly Notice[]) => list;

/** How the admin's actions ended. The region is always there, so that assistive technology reads what enters it. */
export function Notices({ notices }: { notices: Store<readonly Notice[]> }) {
  const list = useStore(notices, whole);
  return (
    <div class="notices" role="status" aria-live="polite">
      {list.map((notice) => (
        <NoticeCard key={notice.id} notice={notice} onDismiss={() => dismissNotice(notices, notice.id)} />
      ))}
    </div>
  );
}

function NoticeCard({ notice, onDismiss }: { notice: Notice; onDismiss(): void }) {
  useEffect(() => {
    if (notice.kind === 'problem') return;
    const timer = setTimeout(onDismiss, shownMilliseconds);
    return () => clearTimeout(timer);
  }, [notice.id]);
  return (
    <div class={`notice notice-${notice.kind}`}>
      <Icon name={notice.kind === 'done' ? 'it-check-circle' : 'it-error'} />
      <p>{notice.text}</p>
      <button type="button" class="round-button" aria-label="Dismiss" onClick={onDismiss}>
        <Icon name="it-close" />
      </button>
    </div>
  );
}
