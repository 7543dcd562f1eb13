import { useEffect, useRef } from 'preact/hooks';
import { Asking, AssistantScreen } from '../assistant/index.ts';
import { CallControls, CallScreen, WaitStrip } from '../call/index.ts';
import { cardOf, categoryOf, eventOf, newsOf, officeOf } from '../content.ts';
import { Bar } from '../parts/Bar.tsx';
import { Clock } from '../parts/Clock.tsx';
import { useScreen } from '../parts/context.ts';
import { Said } from '../parts/Said.tsx';
import { Scroller } from '../parts/Scroller.tsx';
import { SearchScreen, SearchTyping } from '../search/index.ts';
import { currentVisit, type Place } from '../session.ts';
import { TextingKeys, TextingScreen } from '../takeaway/index.ts';
import { CardScreen } from './CardScreen.tsx';
import { CategoryScreen } from './CategoryScreen.tsx';
import { Home } from './Home.tsx';
import { MapScreen } from './MapScreen.tsx';
import { Missing } from './Missing.tsx';
import { EventScreen, NewsScreen } from './NoticeScreen.tsx';
import { NoticesScreen } from './NoticesScreen.tsx';
import { OfficeScreen } from './OfficeScreen.tsx';
import { OfficesScreen } from './OfficesScreen.tsx';

/**
 * The screen of a session: the institution's name, the place where the citizen is, the controls. It is there
 * during the attract loop too, out of sight, so that a release is really built before it is called shown.
 */
export function Stage({ behind, proving }: { behind: boolean; proving: boolean }) {
  const { content, session, dictionary } = useScreen();
  const stage = useRef<HTMLDivElement>(null);
  const visit = currentVisit(session);
  const where = `${session.trail.length}/${visit.place.kind}/${'id' in visit.place ? visit.place.id : ''}`;
  const asleep = behind || session.choosing !== null || session.state !== 'active';

  // A screen arrives from the side that it lies on: further on, or back.
  const depth = useRef(session.trail.length);
  const way = session.trail.length < depth.current ? 'back' : 'on';
  useEffect(() => {
    depth.current = session.trail.length;
  }, [where]);

  useEffect(() => {
    if (!behind) stage.current?.querySelector('h1')?.focus({ preventScroll: true });
  }, [where, behind]);

  return (
    <div
      class="stage"
      ref={stage}
      inert={asleep}
      aria-hidden={asleep}
      data-place={visit.place.kind}
      data-way={way}
      data-behind={behind || undefined}
      data-proving={proving || undefined}
    >
      <header class="top">
        <p class="institution">
          <Said texts={content.title} />
        </p>
        <Clock locale={dictionary.localeOf(session.language)} />
      </header>
      <Scroller key={`${session.state === 'attract'}/${where}`} start={visit.scroll}>
        <At place={visit.place} />
      </Scroller>
      {visit.place.kind === 'search' && <SearchTyping />}
      {visit.place.kind === 'assistant' && <Asking />}
      {visit.place.kind === 'texting' && <TextingKeys />}
      {visit.place.kind === 'call' ? <CallControls place={visit.place} /> : <WaitStrip />}
      <Bar />
    </div>
  );
}

function At({ place }: { place: Place }) {
  const { content } = useScreen();
  switch (place.kind) {
    case 'home':
      return <Home />;
    case 'category': {
      const category = categoryOf(content, place.id);
      return category ? <CategoryScreen category={category} /> : <Missing />;
    }
    case 'card': {
      const card = cardOf(content, place.id);
      return card ? <CardScreen card={card} /> : <Missing />;
    }
    case 'office': {
      const office = officeOf(content, place.id);
      return office ? <OfficeScreen office={office} /> : <Missing />;
    }
    case 'map': {
      const office = officeOf(content, place.id);
      return office?.map ? <MapScreen office={office} map={office.map} /> : <Missing />;
    }
    case 'offices':
      return <OfficesScreen />;
    case 'notices':
      return <NoticesScreen />;
    case 'news': {
      const item = newsOf(content, place.id);
      return item ? <NewsScreen item={item} /> : <Missing />;
    }
    case 'event': {
      const event = eventOf(content, place.id);
      return event ? <EventScreen event={event} /> : <Missing />;
    }
    case 'search':
      return <SearchScreen />;
    case 'assistant':
      return <AssistantScreen place={place} />;
    case 'texting':
      return <TextingScreen page={place.page} />;
    case 'call':
      return <CallScreen place={place} />;
  }
}
