import { Icon } from './parts/icon.tsx';
import type { Route } from './route.ts';
import { useDesk } from './state/context.ts';
import type { FleetState } from './state/fleet.ts';
import { useStore } from './state/store.ts';

const links = [
  { page: 'fleet', href: '#/', title: 'Fleet', icon: 'it-presentation' },
  { page: 'content', href: '#/content', title: 'Content', icon: 'it-files' },
  { page: 'firmware', href: '#/firmware', title: 'Firmware', icon: 'it-software' },
  { page: 'rollouts', href: '#/rollouts', title: 'Rollouts', icon: 'it-refresh' },
  { page: 'sites', href: '#/sites', title: 'Sites', icon: 'it-map-marker' },
  { page: 'report', href: '#/report', title: 'Report', icon: 'it-chart-line' },
] as const;

export function Header({ page, name, onSignOut }: { page: Route['page']; name: string; onSignOut(): void }) {
  return (
    <header class="top">
      <SkipButton />
      <div class="top-bar container-xl">
        <a class="brand" href="#/">
          <BrandMark />
          <span>
            Totem <small>Fleet administration</small>
          </span>
        </a>
        <div class="top-side">
          <ConnectionState />
          <span class="who">
            <Icon name="it-user" /> {name}
          </span>
          <button type="button" class="btn btn-sm top-button" onClick={onSignOut}>
            Sign out
          </button>
        </div>
      </div>
      <nav class="top-nav" aria-label="Main">
        <ul class="container-xl">
          {links.map((link) => (
            <li key={link.page}>
              <a href={link.href} aria-current={isCurrent(page, link.page) ? 'page' : undefined}>
                <Icon name={link.icon} /> {link.title}
              </a>
            </li>
          ))}
        </ul>
      </nav>
    </header>
  );
}

function isCurrent(page: Route['page'], link: Route['page']): boolean {
  if (page === 'totem') return link === 'fleet';
  if (page === 'rollout') return link === 'rollouts';
  return page === link;
}

/** A button, because a link's fragment belongs to the router. */
function SkipButton() {
  return (
    <button type="button" class="skip" onClick={() => document.getElementById('main')?.focus()}>
      Skip to the content
    </button>
  );
}

export function BrandMark() {
  return (
    <svg class="brand-mark" viewBox="0 0 32 32" aria-hidden="true">
      <rect
        x="9"
        y="3"
        width="14"
        height="21"
        rx="2.5"
        fill="none"
        stroke="currentColor"
        stroke-width="2.4"
      />
      <path d="M13 9h6M13 13h6M13 17h3" stroke="currentColor" stroke-width="2" stroke-linecap="round" />
      <path d="M7 29h18M16 24v5" stroke="currentColor" stroke-width="2.4" stroke-linecap="round" />
    </svg>
  );
}

const connectionOf = (state: FleetState) => state.connection;
const connectionText = {
  connecting: 'Connecting…',
  live: 'Live',
  interrupted: 'Hub not reached, trying again…',
} as const;

function ConnectionState() {
  const { fleet } = useDesk();
  const connection = useStore(fleet, connectionOf);
  return (
    <span class={`connection connection-${connection}`} role="status">
      {connectionText[connection]}
    </span>
  );
}
