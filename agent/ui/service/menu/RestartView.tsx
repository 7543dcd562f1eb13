import { useState } from 'preact/hooks';
import type { ServiceAction } from '../../../../protocol/service.ts';
import { Icon } from '../../parts/Icon.tsx';
import type { IconName } from '../../parts/icons.ts';
import { useService } from '../context.ts';

const actions = [
  'restart_display',
  'restart_agent',
  'restart_board',
] as const satisfies readonly ServiceAction[];

const icons: Record<ServiceAction, IconName> = {
  restart_display: 'screen',
  restart_agent: 'restart',
  restart_board: 'energy',
};

/** What can be restarted; each asks once more in its own place, so that the finger has to move. */
export function RestartView() {
  const { desk, words } = useService();
  const [chosen, setChosen] = useState<ServiceAction | null>(null);
  const [asked, setAsked] = useState(false);
  const carryOut = (action: ServiceAction) => {
    setAsked(true);
    setChosen(null);
    desk.send({ type: 'service_action', action });
  };
  return (
    <div class="menu-page">
      <h1 tabIndex={-1}>{words('service.tiles.restart')}</h1>
      <p class="menu-lead">{words('service.restart.how')}</p>
      <ul class="restarts">
        {actions.map((action) => (
          <li key={action}>
            <button
              type="button"
              class="menu-tile tone-red"
              aria-pressed={chosen === action}
              onClick={() => setChosen(action)}
            >
              <span class="badge">
                <Icon name={icons[action]} />
              </span>
              <span class="menu-tile-words">
                <span class="menu-tile-title">{words(`service.restart.${action}`)}</span>
                <span class="menu-tile-hint">{words(`service.restart.${action}Hint`)}</span>
              </span>
            </button>
          </li>
        ))}
      </ul>
      <div role="status">
        {asked && (
          <p class="outcome outcome-ok">
            <Icon name="restart" />
            <span>{words('service.restart.asked')}</span>
          </p>
        )}
      </div>
      {chosen && (
        <section class="confirm" aria-labelledby="confirm-title">
          <h2 id="confirm-title">{words('service.restart.confirm')}</h2>
          <p>{words('service.restart.confirmText', { what: words(`service.restart.${chosen}`) })}</p>
          <div class="confirm-buttons">
            <button type="button" class="quiet-button" data-key="back" onClick={() => setChosen(null)}>
              {words('service.restart.no')}
            </button>
            <button type="button" class="main-button danger-button" onClick={() => carryOut(chosen)}>
              {words('service.restart.yes')}
            </button>
          </div>
        </section>
      )}
    </div>
  );
}
