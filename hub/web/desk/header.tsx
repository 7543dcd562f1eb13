import { BrandMark, Icon } from '../dashboard/shared.ts';
import { Elapsed } from './parts/elapsed.tsx';
import { useDeskState, useParts } from './state/context.ts';
import type { DeskState } from './state/desk.ts';
import { hrefOf, type Place } from './state/place.ts';

const links = [
  { place: 'queue', title: 'Queue', icon: 'it-telephone' },
  { place: 'prepare', title: 'My desk', icon: 'it-settings' },
  { place: 'wall', title: 'Wall', icon: 'it-chart-line' },
  { place: 'recordings', title: 'Recordings', icon: 'it-hearing' },
] as const;

/** For who looks after the whole. */
const supervisors: ReadonlySet<Place> = new Set(['wall', 'recordings']);

export interface HeaderProps {
  name: string;
  place: Place;
  supervisor: boolean;
  inCall: boolean;
  onSignOut(): void;
}

export function Header({ name, place, supervisor, inCall, onSignOut }: HeaderProps) {
  return (
    <header class={inCall ? 'top top-slim' : 'top'}>
      <button type="button" class="skip" onClick={() => document.getElementById('main')?.focus()}>
        Skip to the content
      </button>
      <div class={`top-bar ${inCall ? 'container-fluid' : 'container-xl'}`}>
        <a class="brand" href="#/">
          <BrandMark />
          <span>
            Totem <small>Desk</small>
          </span>
        </a>
        <div class="top-side">
          <LinkStateText />
          {inCall ? <CallClock /> : <PresenceSwitch />}
          <span class="who">
            <Icon name="it-user" /> {name}
          </span>
          {inCall ? null : (
            <button type="button" class="btn btn-sm top-button" onClick={onSignOut}>
              Sign out
            </button>
          )}
        </div>
      </div>
      {inCall ? null : (
        <nav class="top-nav" aria-label="Main">
          <ul class="container-xl">
            {links
              .filter((link) => supervisor || !supervisors.has(link.place))
              .map((link) => (
                <li key={link.place}>
                  <a href={hrefOf(link.place)} aria-current={place === link.place ? 'page' : undefined}>
                    <Icon name={link.icon} /> {link.title}
                  </a>
                </li>
              ))}
          </ul>
        </nav>
      )}
    </header>
  );
}

const linkOf = (state: DeskState) => state.link;
const presenceOf = (state: DeskState) => state.standing?.presence ?? 'away';
const sinceOf = (state: DeskState) => state.callSince;

function LinkStateText() {
  const link = useDeskState(linkOf);
  const live = link === 'open';
  return (
    <span class={`connection connection-${live ? 'live' : 'interrupted'}`} role="status">
      {live ? 'Live' : 'Hub not reached, trying again…'}
    </span>
  );
}

/** Whether calls ring here. */
function PresenceSwitch() {
  const { session } = useParts();
  const presence = useDeskState(presenceOf);
  return (
    <fieldset class="presence-switch">
      <legend class="visually-hidden">Whether calls ring here</legend>
      {(['available', 'away'] as const).map((choice) => (
        <button
          key={choice}
          type="button"
          class={`presence-choice presence-${choice}`}
          // A desk that rings was available.
          aria-pressed={(presence === 'away') === (choice === 'away')}
          onClick={() => session.send({ type: 'presence', presence: choice })}
        >
          {choice === 'available' ? 'Available' : 'Away'}
        </button>
      ))}
    </fieldset>
  );
}

function CallClock() {
  return (
    <span class="call-clock">
      In a call <Elapsed since={useDeskState(sinceOf)} />
    </span>
  );
}
