import { AskEntry } from '../assistant/index.ts';
import { CallHomeEntry } from '../call/index.ts';
import { officeOf, spoken } from '../content.ts';
import { noticesOn } from '../notices.ts';
import { useScreen } from '../parts/context.ts';
import { Icon } from '../parts/Icon.tsx';
import { type IconName, iconNamed } from '../parts/icons.ts';
import { NoticeStrip } from '../parts/NoticeStrip.tsx';
import { OpeningLine } from '../parts/OpeningLine.tsx';
import { useToday } from '../parts/opening.ts';
import { Said } from '../parts/Said.tsx';
import { toneOf } from '../parts/tone.ts';
import type { Place } from '../session.ts';

/** The themes to choose from, and the other ways in: search, assistant, offices, notices. */
export function Home() {
  const { content, open, words } = useScreen();
  const today = useToday();
  const { news, events } = noticesOn(content, today);
  return (
    <div class="home">
      <div class="greeting">
        <div>
          <h1 tabIndex={-1}>{words('home.question')}</h1>
          <p class="lead">{words('home.hint')}</p>
        </div>
        <Here />
      </div>
      <button type="button" class="search-button" onClick={() => open({ kind: 'search' })}>
        <Icon name="search" />
        <span>{words('home.search')}</span>
      </button>
      <ul class="tiles">
        {content.categories.map((category) => (
          <li key={category.id}>
            <button
              type="button"
              class={`tile ${toneOf(content, category.id)}`}
              onClick={() => open({ kind: 'category', id: category.id })}
            >
              <span class="badge">
                <Icon name={iconNamed(category.icon)} />
              </span>
              <span class="tile-words">
                <span class="tile-title">
                  <Said texts={category.title} />
                </span>
                <span class="tile-summary">
                  <Said texts={category.summary} />
                </span>
              </span>
              <span class="tile-go">
                <Icon name="forward" />
              </span>
            </button>
          </li>
        ))}
      </ul>
      <ul class="entries">
        <li>
          <AskEntry />
        </li>
        <CallHomeEntry />
        <Entry place={{ kind: 'offices' }} icon="office" name="offices" />
        <Entry place={{ kind: 'notices' }} icon="bell" name="notices" />
      </ul>
      <NoticeStrip news={news} events={events} today={today} />
    </div>
  );
}

function Entry({ place, icon, name }: { place: Place; icon: IconName; name: 'offices' | 'notices' }) {
  const { open, words } = useScreen();
  return (
    <li>
      <button type="button" class={`entry entry-${name}`} onClick={() => open(place)}>
        <Icon name={icon} />
        <span class="entry-words">
          <span class="entry-name">{words(`home.${name}`)}</span>
          <span class="entry-hint">{words(`home.${name}Hint`)}</span>
        </span>
      </button>
    </li>
  );
}

/** Whether the office that the totem stands in is open. */
function Here() {
  const { content, session, standsIn, open, words } = useScreen();
  const office = standsIn === null ? undefined : officeOf(content, standsIn);
  const version = office && spoken(office.versions, session.language, content);
  if (!office?.opening || !version) return null;
  return (
    <button type="button" class="here" onClick={() => open({ kind: 'office', id: office.id })}>
      <span class="here-name">{words('home.here')}</span>
      <OpeningLine opening={office.opening} />
    </button>
  );
}
