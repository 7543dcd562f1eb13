import type { ServiceStatus } from '../../../../protocol/service.ts';
import { Icon } from '../../parts/Icon.tsx';
import type { IconName } from '../../parts/icons.ts';
import { Section } from '../../parts/Section.tsx';
import { useService } from '../context.ts';
import { spanText } from '../text.ts';
import { FaultList } from './FaultList.tsx';
import { type MenuView, menuTiles } from './views.ts';

/** How the totem is, what is wrong with it, and what can be tried out. */
export function MenuHome({ open }: { open: (place: MenuView) => void }) {
  const { view, words } = useService();
  const { status } = view;
  return (
    <div class="menu-page">
      <h1 class="visually-hidden" tabIndex={-1}>
        {words('service.menu.title')}
      </h1>
      <Section title={words('service.menu.now')} kind="menu-section">
        <div role="status">{status && <Status status={status} />}</div>
      </Section>
      <Section title={words('service.menu.faults')} kind="menu-section">
        <FaultList faults={status?.faults ?? []} />
      </Section>
      <Section title={words('service.menu.tests')} kind="menu-section menu-tests">
        <ul class="menu-tiles">
          {menuTiles.map(({ view: place, icon, tone }) => (
            <li key={place}>
              <button type="button" class={`menu-tile tone-${tone}`} onClick={() => open(place)}>
                <span class="badge">
                  <Icon name={icon} />
                </span>
                <span class="menu-tile-words">
                  <span class="menu-tile-title">{words(`service.tiles.${place}`)}</span>
                  <span class="menu-tile-hint">{words(`service.tiles.${place}Hint`)}</span>
                </span>
              </button>
            </li>
          ))}
        </ul>
      </Section>
    </div>
  );
}

interface Figure {
  name: 'hub' | 'network' | 'content' | 'display';
  icon: IconName;
  value: string;
  /** Further lines, such as more addresses. */
  more?: readonly string[];
  good: boolean;
}

function Status({ status }: { status: ServiceStatus }) {
  const { words, locale } = useService();
  const rate = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  const [first, ...others] = status.addresses;
  const hub = status.hub === null ? 'hubNone' : status.online ? 'hubOnline' : 'hubOffline';
  const { state, framesPerSecond } = status.display;
  const figures: Figure[] = [
    {
      name: 'hub',
      icon: 'network',
      value: words(`service.status.${hub}`),
      more: status.hub === null ? [] : [status.hub.replace(/^mqtts:\/\//, '')],
      good: status.online,
    },
    {
      name: 'network',
      icon: 'world',
      value: first ? first.address : words('service.status.networkNone'),
      more: first ? [first.link, ...others.slice(0, 2).map(({ link, address }) => `${link} ${address}`)] : [],
      good: first !== undefined,
    },
    {
      name: 'content',
      icon: 'document',
      value: status.content ?? words('service.status.contentNone'),
      good: status.content !== null,
    },
    {
      name: 'display',
      icon: 'screen',
      value: words(`service.status.display_${state}`, { rate: rate.format(framesPerSecond) }),
      good: state === 'running' || state === 'starting',
    },
  ];
  return (
    <>
      <ul class="figures">
        {figures.map(({ name, icon, value, more = [], good }) => (
          <li key={name} class={good ? 'figure figure-good' : 'figure figure-bad'}>
            <Icon name={icon} />
            <div>
              <p class="figure-name">
                {words(`service.status.${name}`)}
                <span class="figure-mark">
                  <Icon name={good ? 'done' : 'warning'} />
                  <span class="visually-hidden">
                    {words(good ? 'service.status.good' : 'service.status.bad')}
                  </span>
                </span>
              </p>
              <p class="figure-value">{value}</p>
              {more.map((line) => (
                <p key={line} class="figure-more">
                  {line}
                </p>
              ))}
            </div>
          </li>
        ))}
      </ul>
      <dl class="facts-line">
        <Fact name={words('service.status.version')} value={status.version} />
        <Fact name={words('service.status.uptime')} value={spanText(status.uptimeSeconds, locale)} />
        <Fact name={words('service.status.pending')} value={String(status.eventsPending)} />
      </dl>
    </>
  );
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}
