import type { PageMessage, SessionState } from '../../protocol/kiosk.ts';
import type { ProfileName } from '../../protocol/profiles.ts';
import type { PublicPlace } from '../../protocol/public-link.ts';
import type { UsagePlace } from '../../protocol/usage.ts';
import type { Hold } from './call/state.ts';
import { namesOf, type Profiles, switched } from './profiles/profiles.ts';

/** What a screen shows. Ids are those of the content release. */
export type Place =
  | { kind: 'home' }
  | { kind: 'category'; id: string }
  | { kind: 'card'; id: string }
  | { kind: 'office'; id: string }
  /** The way to an office. */
  | { kind: 'map'; id: string }
  | { kind: 'offices' }
  /** News and events together, and one of each. */
  | { kind: 'notices' }
  | { kind: 'news'; id: string }
  | { kind: 'event'; id: string }
  | { kind: 'search' }
  /** The conversation; `question` is what was typed elsewhere and is to be asked at once. */
  | { kind: 'assistant'; question: string | null }
  /** A text message with the link to a page for phones. */
  | { kind: 'texting'; page: PublicPlace }
  /** A call to a person: where it goes and what it is about, as far as that was known where it began. */
  | { kind: 'call'; office: string | null; subject: string | null };

/** One step of the citizen's way through the content, and how far it was scrolled when it was left (CSS px). */
export interface Visit {
  place: Place;
  scroll: number;
}

/** All that the page remembers of a citizen. It lives in memory and is replaced by a fresh one at the end. */
export interface Session {
  state: SessionState;
  /** When the session began and when time does the next thing, in ms of the injected clock. */
  startedAt: number;
  deadline: number | null;
  language: string;
  /** The way from the home screen to what is shown now; never empty. */
  trail: Visit[];
  /** How the citizen wants it. */
  profiles: Profiles;
  /** What is being chosen now, over everything else. */
  choosing: 'profiles' | 'language' | null;
  /** A queue that the citizen stands in gives them more time; a talk is not ended by time. */
  hold: Hold;
}

/** Times in ms; language and profiles are those that every session starts with. */
export interface SessionSettings {
  idle: number;
  warning: number;
  language: string;
  profiles: Profiles;
}

export type SessionEvent =
  /** The citizen asks to begin, in the default language or in the one named. */
  | { type: 'started'; language: string | null }
  /** Any sign of life. */
  | { type: 'touched' }
  /** "I am here", said to the warning. */
  | { type: 'extended' }
  /** "I am done": all is wiped, and there is a moment to say how it was. */
  | { type: 'left' }
  /** The same without that moment: said how it was, wants to say nothing, or somebody else needs the screen. */
  | { type: 'closed' }
  /** The deadline has passed. */
  | { type: 'expired' }
  /** A call began to wait, or is over. */
  | { type: 'call_held'; hold: 'none' | 'queue' }
  /** Somebody answered: the citizen is there, whatever they touch. */
  | { type: 'call_answered' }
  /** A screen could not be drawn: the page will be loaded again. */
  | { type: 'failed' }
  | { type: 'opened'; place: Place; scroll: number }
  | { type: 'returned' }
  | { type: 'went_home' }
  | { type: 'language_chosen'; language: string }
  /** The button or key for more comfort: it begins a session, and answers the warning. */
  | { type: 'chooser_opened' }
  /** The button that offers all languages. */
  | { type: 'languages_opened' }
  /** Either of the two is closed; a language that is chosen closes its own. */
  | { type: 'chooser_closed' }
  | { type: 'profile_switched'; profile: ProfileName; on: boolean }
  /** Back to the profiles that every session starts with. */
  | { type: 'profiles_restored' };

/**
 * Every state and what each event makes of it; an event that is not in a row is ignored there. A touch does
 * not answer the warning by itself: it may have been meant for the button that ends the session.
 */
export const transitions: Record<SessionState, Partial<Record<SessionEvent['type'], SessionState>>> = {
  attract: { started: 'active', chooser_opened: 'active' },
  active: {
    touched: 'active',
    opened: 'active',
    returned: 'active',
    went_home: 'active',
    language_chosen: 'active',
    chooser_opened: 'active',
    languages_opened: 'active',
    chooser_closed: 'active',
    profile_switched: 'active',
    profiles_restored: 'active',
    call_held: 'active',
    call_answered: 'active',
    expired: 'warning',
    left: 'thanks',
    closed: 'attract',
    failed: 'attract',
  },
  warning: {
    extended: 'active',
    chooser_opened: 'active',
    call_answered: 'active',
    expired: 'attract',
    left: 'thanks',
    closed: 'attract',
    failed: 'attract',
  },
  thanks: {
    touched: 'thanks',
    chooser_opened: 'active',
    expired: 'attract',
    left: 'attract',
    closed: 'attract',
    failed: 'attract',
  },
};

/** The least time that somebody in a queue is left without being asked whether they are there, in ms. */
const queueTime = 180_000;

/** How long the thanks stay without a touch, in ms. */
const thanksTime = { usual: 8_000, slow: 25_000 } as const;

/** A session that knows nothing: what the attract screen starts from and every session ends in. */
export function freshSession(settings: SessionSettings): Session {
  return {
    state: 'attract',
    startedAt: 0,
    deadline: null,
    language: settings.language,
    trail: [{ place: { kind: 'home' }, scroll: 0 }],
    profiles: settings.profiles,
    choosing: null,
    hold: 'none',
  };
}

/**
 * The next session, and what the agent is told about it. Gives the same object back when the event means
 * nothing in this state, so that a caller sees by identity whether anything changed.
 */
export function advance(
  session: Session,
  event: SessionEvent,
  now: number,
  settings: SessionSettings,
): { session: Session; messages: PageMessage[] } {
  const state = transitions[session.state][event.type];
  if (state === undefined) return { session, messages: [] };
  // A late timer (or one from before an extension) must not end what is still in time.
  if (event.type === 'expired' && (session.deadline === null || now < session.deadline)) {
    return { session, messages: [] };
  }
  const next = entering(state, session, event, now, settings);
  return { session: next, messages: messagesOf(session, next, event, now) };
}

function entering(
  state: SessionState,
  session: Session,
  event: SessionEvent,
  now: number,
  settings: SessionSettings,
): Session {
  if (state === 'attract') return freshSession(settings);
  if (state === 'warning') return { ...session, state, deadline: now + settings.warning };
  if (state === 'thanks') return thanked(session, now, settings);
  const next = moved(session, event, settings);
  return {
    ...next,
    state,
    startedAt: isOver(session.state) ? now : session.startedAt,
    deadline: deadlineOf(next.hold, now, settings),
  };
}

function deadlineOf(hold: Hold, now: number, { idle }: SessionSettings): number | null {
  if (hold === 'talk') return null;
  return now + (hold === 'queue' ? Math.max(idle, queueTime) : idle);
}

/** Only how the citizen reads is left of the session. */
function thanked(session: Session, now: number, settings: SessionSettings): Session {
  const { language, profiles } = session;
  // Whoever listens or reads slowly needs longer than a glance.
  const slow = profiles.guidance || profiles.simple || profiles.large;
  const deadline = now + (slow ? thanksTime.slow : thanksTime.usual);
  return { ...freshSession(settings), state: 'thanks', language, profiles, deadline };
}

/** Whether what happens next belongs to another session. */
function isOver(state: SessionState): boolean {
  return state === 'attract' || state === 'thanks';
}

function moved(session: Session, event: SessionEvent, settings: SessionSettings): Session {
  switch (event.type) {
    case 'started':
      return { ...session, language: event.language ?? session.language };
    case 'language_chosen':
      return {
        ...session,
        language: event.language,
        choosing: session.choosing === 'language' ? null : session.choosing,
      };
    case 'opened': {
      const left = session.trail.map((visit, index) =>
        index === session.trail.length - 1 ? { ...visit, scroll: event.scroll } : visit,
      );
      return { ...session, trail: [...left, { place: event.place, scroll: 0 }] };
    }
    case 'returned':
      return session.trail.length > 1 ? { ...session, trail: session.trail.slice(0, -1) } : session;
    case 'went_home':
      return { ...session, trail: [{ place: { kind: 'home' }, scroll: 0 }] };
    case 'chooser_opened':
      return { ...session, choosing: 'profiles' };
    case 'languages_opened':
      return { ...session, choosing: 'language' };
    case 'chooser_closed':
      return { ...session, choosing: null };
    case 'profile_switched':
      return { ...session, profiles: switched(session.profiles, event.profile, event.on) };
    case 'profiles_restored':
      return { ...session, profiles: settings.profiles };
    case 'call_held':
      return { ...session, hold: event.hold };
    case 'call_answered':
      return { ...session, hold: 'talk', choosing: null };
    default:
      return session;
  }
}

type Ending = Extract<PageMessage, { type: 'session_ended' }>['reason'];
const endings: Partial<Record<SessionEvent['type'], Ending>> = {
  left: 'left',
  closed: 'left',
  failed: 'reloaded',
};

function messagesOf(before: Session, after: Session, event: SessionEvent, now: number): PageMessage[] {
  const messages: PageMessage[] = [];
  const profiles = namesOf(before.profiles);
  const used = profiles.length > 0 ? { profiles } : {};
  if (isOver(after.state) && !isOver(before.state)) {
    const reason = endings[event.type] ?? 'idle';
    messages.push({
      type: 'session_ended',
      seconds: Math.max(0, Math.round((now - before.startedAt) / 1000)),
      language: before.language,
      reason,
      ...used,
      ...(reason === 'idle' && { places: placesOf(before) }),
    });
  }
  if (after.state !== before.state) messages.push({ type: 'session', state: after.state });
  if (event.type === 'opened' && event.place.kind === 'card') {
    messages.push({ type: 'card_viewed', card: event.place.id, language: after.language, ...used });
  }
  return messages;
}

/** The last places of the way, without what was typed there. */
function placesOf({ trail }: Session): UsagePlace[] {
  return trail
    .slice(-3)
    .map(({ place }) => ('id' in place ? { kind: place.kind, id: place.id } : { kind: place.kind }));
}

/** Where the citizen is now. */
export function currentVisit(session: Session): Visit {
  return session.trail[session.trail.length - 1] ?? { place: { kind: 'home' }, scroll: 0 };
}
