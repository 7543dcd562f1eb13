import type { Static } from 'typebox';
import type { CurrentSession, SignedIn } from '../../../protocol/api.ts';
import type { DeskCatalogue } from '../../../protocol/calls/catalogue.ts';
import type { PortalCard } from '../../../protocol/calls/portal.ts';
import type {
  CallRecordingList,
  CallSoundQuery,
  CallSoundStored,
  CallTranscript,
} from '../../../protocol/calls/recordings.ts';
import type { CallPictureStored } from '../../../protocol/calls/share.ts';
import { type Answer, requester, root, sender } from '../dashboard/shared.ts';

/** The hub's HTTP API as the desk uses it. */
export interface Api {
  session(): Answer<Static<typeof CurrentSession>>;
  signIn(name: string, password: string): Answer<Static<typeof SignedIn>>;
  signOut(): Answer<null>;
  /** Offices and cards, in the language of the operator's browser where the content is written in it. */
  catalogue(language: string | undefined): Answer<DeskCatalogue>;
  card(id: string, language: string): Answer<PortalCard>;
  /** Hands a picture in, for a share to name. */
  handIn(call: string, picture: Blob): Answer<CallPictureStored>;
  pictureAddress(call: string, sha256: string): string;
  /** Hands in a piece of the sound of a call that is recorded. */
  handInSound(call: string, part: CallSoundQuery, sound: Blob): Answer<CallSoundStored>;
  /** What was recorded; who asks for it is noted. */
  recordings(): Answer<CallRecordingList>;
  transcript(call: string): Answer<CallTranscript>;
  sound(call: string, take: string): Answer<Blob>;
  deleteRecording(call: string): Answer<null>;
}

export const deskAddress = `${root}/calls/desk`;

export function createApi(onUnauthenticated: () => void): Api {
  const send = sender(onUnauthenticated);
  const request = requester(send);
  return {
    session: () => request('GET', '/session'),
    signIn: (name, password) => request('POST', '/session', { name, password }),
    signOut: () => request('DELETE', '/session'),
    catalogue: (language) =>
      request('GET', `/calls/catalogue${language === undefined ? '' : `?language=${language}`}`),
    card: (id, language) => request('GET', `/calls/cards/${id}?language=${language}`),
    handIn: (call, picture) => request('POST', `/calls/${call}/pictures`, picture),
    pictureAddress: (call, sha256) => `${root}/calls/${call}/pictures/${sha256}`,
    handInSound: (call, { take, part, until }, sound) =>
      request('POST', `/calls/${call}/recording/sound?take=${take}&part=${part}&until=${until}`, sound),
    recordings: () => request('GET', '/calls/recordings'),
    transcript: (call) => request('GET', `/calls/recordings/${call}`),
    sound: async (call, take) => {
      const answer = await send('GET', `/calls/recordings/${call}/sound/${take}`);
      return answer.ok ? { ok: true, value: await answer.value.blob() } : answer;
    },
    deleteRecording: (call) => request('DELETE', `/calls/recordings/${call}`),
  };
}
