import { openingAt, openingWords, wallClock } from '../../../protocol/opening/index.ts';
import { Avatar } from '../avatar/index.ts';
import { officeOf, spoken } from '../content.ts';
import type { WordKey } from '../languages/index.ts';
import { useScreen } from '../parts/context.ts';
import { Icon } from '../parts/Icon.tsx';
import type { IconName } from '../parts/icons.ts';
import { useMinute } from '../parts/opening.ts';
import { TakeAway } from '../takeaway/index.ts';
import { Appointment } from './Appointment.tsx';
import { Headline } from './Headline.tsx';
import { OfficeName } from './OfficeName.tsx';
import { RingBackScreen } from './RingBack.tsx';
import type { CallView } from './types.ts';
import { useCall } from './use.ts';

interface Told {
  icon: IconName;
  tone: string;
  title: WordKey;
  text: WordKey | null;
}

const closed: Told = { icon: 'clock', tone: 'tone-ochre', title: 'call.closed', text: 'call.closedText' };

const outcomes: Record<NonNullable<CallView['outcome']>, Told> = {
  answered: { icon: 'done', tone: 'tone-green', title: 'call.answered', text: 'call.answeredText' },
  abandoned: { icon: 'done', tone: 'tone-blue', title: 'call.abandoned', text: 'call.abandonedText' },
  lost: { icon: 'warning', tone: 'tone-red', title: 'call.lost', text: 'call.lostText' },
  broken: { icon: 'warning', tone: 'tone-red', title: 'call.broken', text: 'call.brokenText' },
  failed: { icon: 'warning', tone: 'tone-red', title: 'call.failed', text: 'call.failedText' },
  closed: { ...closed, title: 'call.closedNow' },
};

/** A call that could not be asked for at all. */
const refused: Told = { icon: 'warning', tone: 'tone-red', title: 'call.refused', text: 'call.refusedText' };

function toldOf(view: CallView): Told {
  if (view.state === 'closed') return closed;
  if (view.outcome) return outcomes[view.outcome];
  return refused;
}

/** What became of a call, and what can be done next. */
export function Over({ view }: { view: CallView }) {
  const { words, online } = useScreen();
  const calling = useCall();
  const { ringBack, appointment } = calling.call();
  if (ringBack) return <RingBackScreen ringBack={ringBack} view={view} />;
  if (view.noted !== undefined) return <Noted view={view} until={view.noted} />;
  const { icon, tone, title, text } = toldOf(view);
  const { office } = view.wish;
  const reached = view.outcome === 'answered' || view.outcome === 'abandoned';
  return (
    <article class={`over ${tone}`}>
      <Headline step={`over/${title}`} icon={icon} kicker={<OfficeName id={office} />} title={words(title)}>
        {text && <p class="lead">{words(text)}</p>}
        {view.opens !== null && (
          <p class="hero-opening">
            <Opens at={view.opens} />
          </p>
        )}
      </Headline>
      <div class="over-body">
        {appointment && <Appointment appointment={appointment} />}
        {reached && !appointment && (
          <div class="over-more">
            <Avatar still />
            <p>{words('call.more')}</p>
          </div>
        )}
        {!reached && (
          <button
            type="button"
            class="call-control call-main"
            disabled={!online}
            onClick={() => calling.ringBack({})}
          >
            <Icon name="phone" />
            <span>{words('call.ringBack')}</span>
          </button>
        )}
        {!reached && <Contact office={office} />}
        {!reached && <OpenNow besides={office} wish={view.wish} />}
        <TakeAway place={{ kind: 'office', id: office }} />
      </div>
    </article>
  );
}

/** The office has the request, and for how long. */
function Noted({ view, until }: { view: CallView; until: string }) {
  const { words, session, dictionary } = useScreen();
  const date = new Intl.DateTimeFormat(dictionary.localeOf(session.language), {
    dateStyle: 'long',
    timeZone: 'Europe/Rome',
  }).format(new Date(until));
  return (
    <article class="over tone-green">
      <Headline
        step="noted"
        icon="done"
        kicker={<OfficeName id={view.wish.office} />}
        title={words('call.ringBackNoted')}
      >
        <p class="lead">{words('call.ringBackNotedText', { date })}</p>
      </Headline>
      <div class="over-body queue-told" aria-hidden="true">
        <div class="queue-place queue-kept">
          <Icon name="phone" />
        </div>
      </div>
    </article>
  );
}

/** When the office opens, in the words that opening hours are told in everywhere. */
function Opens({ at }: { at: string }) {
  const { session } = useScreen();
  const now = useMinute();
  const instant = Date.parse(at);
  if (Number.isNaN(instant)) return null;
  const { date, minutes } = wallClock(instant);
  return (
    <span class="opening opening-closed">
      <span class="opening-mark" aria-hidden="true" />
      <span>
        {openingWords(session.language).state(
          { state: 'closed', opens: { date, minutes, instant }, because: null },
          now,
        )}
      </span>
    </span>
  );
}

/** The other ways to the office. */
function Contact({ office }: { office: string }) {
  const { content, session, words } = useScreen();
  const known = officeOf(content, office);
  const place = known && spoken(known.versions, session.language, content)?.value;
  if (!place || !(place.phone || place.email)) return null;
  return (
    <section class="section over-contact" aria-labelledby="over-contact">
      <h2 id="over-contact">
        <Icon name="phone" />
        {words('call.contact')}
      </h2>
      {place.phone && (
        <p class="over-phone">
          <span class="visually-hidden">{words('office.phone')}: </span>
          <bdi dir="ltr">{place.phone}</bdi>
        </p>
      )}
      {place.email && (
        <p>
          <bdi dir="ltr">{place.email}</bdi>
        </p>
      )}
    </section>
  );
}

/** Offices that are open while this one is not. */
function OpenNow({ besides, wish }: { besides: string; wish: CallView['wish'] }) {
  const { content, words } = useScreen();
  const calling = useCall();
  const now = useMinute();
  const open = content.offices.filter(
    ({ id, opening }) => id !== besides && opening && openingAt(opening, now).state === 'open',
  );
  if (open.length === 0) return null;
  return (
    <section class="over-others" aria-labelledby="over-others">
      <h2 id="over-others">{words('call.others')}</h2>
      <ul class="rows">
        {open.slice(0, 3).map(({ id }) => (
          <li key={id}>
            <button
              type="button"
              class="row"
              onClick={() => calling.ask({ ...wish, office: id, subject: null })}
            >
              <span class="row-words">
                <span class="row-title">
                  <OfficeName id={id} />
                </span>
              </span>
              <span class="row-go">
                <Icon name="camera" />
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
