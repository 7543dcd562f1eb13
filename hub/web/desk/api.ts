import type { Static } from 'typebox';
import type { CurrentSession, SignedIn } from '../../../protocol/api.ts';
import type { DeskCatalogue } from '../../../protocol/calls/catalogue.ts';
import type { PortalCard } from '../../../protocol/calls/portal.ts';
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
}

export const deskAddress = `${root}/calls/desk`;

export function createApi(onUnauthenticated: () => void): Api {
  const request = requester(sender(onUnauthenticated));
  return {
    session: () => request('GET', '/session'),
    signIn: (name, password) => request('POST', '/session', { name, password }),
    signOut: () => request('DELETE', '/session'),
    catalogue: (language) =>
      request('GET', `/calls/catalogue${language === undefined ? '' : `?language=${language}`}`),
    card: (id, language) => request('GET', `/calls/cards/${id}?language=${language}`),
    handIn: (call, picture) => request('POST', `/calls/${call}/pictures`, picture),
    pictureAddress: (call, sha256) => `${root}/calls/${call}/pictures/${sha256}`,
  };
}
