import type { StoredEvent } from '../../../../protocol/api.ts';
import { duration } from './format.ts';

export interface EventText {
  title: string;
  detail: string;
  icon: string;
  tone: 'neutral' | 'good' | 'bad';
}

/** One event as a sentence for an admin. */
export function describeEvent({ event }: StoredEvent): EventText {
  switch (event.kind) {
    case 'agent.started':
      return {
        title: `Agent ${event.version} started`,
        detail: event.cleanStop
          ? 'It had been stopped in good order.'
          : 'It had not been stopped in good order.',
        icon: 'it-plug',
        tone: 'neutral',
      };
    case 'content.activated':
      return {
        title: 'New content is on the screen',
        detail: event.release,
        icon: 'it-check-circle',
        tone: 'good',
      };
    case 'content.rolled_back':
      return {
        title: 'Content was rolled back',
        detail: `${event.release} did not show; ${event.to ? `back to ${event.to}` : 'there is nothing older'}.`,
        icon: 'it-restore',
        tone: 'bad',
      };
    case 'firmware.installed':
      return {
        title: `Firmware ${event.version} installed`,
        detail: `It is in slot ${event.slot} and counts once it has proved itself.`,
        icon: 'it-download',
        tone: 'neutral',
      };
    case 'firmware.confirmed':
      return {
        title: `Firmware ${event.version} confirmed`,
        detail: `It runs from slot ${event.slot}.`,
        icon: 'it-check-circle',
        tone: 'good',
      };
    case 'firmware.failed':
      return {
        title: `Firmware ${event.version} failed`,
        detail: `${event.problem.message}${event.returned ? '; the totem went back to the former one' : ''}.`,
        icon: 'it-restore',
        tone: 'bad',
      };
    case 'playlist.played':
      return {
        title: 'Playlist item shown',
        detail: `${event.media}, ${duration(event.seconds)}`,
        icon: 'it-presentation',
        tone: 'neutral',
      };
    case 'session.ended':
      return {
        title: `Citizen’s session of ${duration(event.seconds)}`,
        detail: `${sessionEnd[event.reason]} Language: ${event.language}.`,
        icon: 'it-user',
        tone: 'neutral',
      };
    case 'card.viewed':
      return {
        title: 'Card opened',
        detail: `${event.card}, ${event.language}`,
        icon: 'it-card',
        tone: 'neutral',
      };
    case 'session.rated':
      return {
        title: 'A citizen said how it was',
        detail: `${faceNames[event.face]}, ${event.language}`,
        icon: 'it-star-outline',
        tone: 'neutral',
      };
    case 'answer.helped':
      return {
        title: event.helped ? 'A card helped' : 'A card did not help',
        detail: `${event.card}, ${event.language}`,
        icon: 'it-help-circle',
        tone: 'neutral',
      };
    case 'question.asked':
      return {
        title: `Question ${event.outcome}`,
        detail: `${event.card ?? 'no card'}, ${event.language}`,
        icon: 'it-comment',
        tone: 'neutral',
      };
    case 'question.word':
      return {
        title: 'Word of a question without answer',
        detail: `${event.word}, ${event.language}`,
        icon: 'it-comment',
        tone: 'neutral',
      };
    case 'place.left':
      return {
        title: 'A session was abandoned',
        detail: event.places.map(({ kind, id }) => (id ? `${kind} ${id}` : kind)).join(' > '),
        icon: 'it-logout',
        tone: 'neutral',
      };
    case 'service.opened':
      return {
        title: 'Service menu opened',
        detail: `Somebody at the totem typed the service code for the counter ${event.counter}.`,
        icon: 'it-unlocked',
        tone: 'neutral',
      };
    case 'service.closed':
      return {
        title: 'Service menu closed',
        detail: `It was open for ${duration(event.seconds)}.`,
        icon: 'it-locked',
        tone: 'neutral',
      };
    case 'service.refused':
      return {
        title: 'Wrong service code',
        detail: `Attempt ${event.attempt} since the last right one.`,
        icon: 'it-locked',
        tone: 'bad',
      };
    case 'fault.raised':
      return {
        title: `Fault: ${event.fault.code}`,
        detail: event.fault.message,
        icon: 'it-warning-circle',
        tone: 'bad',
      };
    case 'fault.cleared':
      return {
        title: `Fault cleared: ${event.fault.code}`,
        detail: event.fault.message,
        icon: 'it-check',
        tone: 'good',
      };
  }
}

const faceNames = { good: 'Good', fair: 'Fair', poor: 'Poor' } as const;

const sessionEnd = {
  left: 'The citizen left.',
  idle: 'It ended after nobody touched the screen.',
  reloaded: 'The page was loaded again.',
} as const;
