import { createCall, openDevices, openLink } from '../../../hub/web/call/index.ts';
import type { FormAnswers } from '../../../protocol/calls/form.ts';
import type { CallNotice, CallRequest } from '../../../protocol/calls/messages.ts';
import type { CallShare } from '../../../protocol/calls/share.ts';
import type { CallWish } from '../../../protocol/calls/wish.ts';

/** A citizen of the tests: the browser's side of a call as the portal has it, without anything around it. */
export interface Citizen {
  ask(wish: CallWish): Promise<void>;
  seen(): CitizenSight;
  write(text: string, final: boolean): void;
  fill(form: string, answers: FormAnswers): void;
  consent(given: boolean): void;
  leave(): void;
}

export interface CitizenSight {
  state: string;
  /** All states so far, one after the other. */
  states: string[];
  flowing: boolean;
  /** Parties of whom pictures come in. */
  pictures: string[];
  /** Parties of whom sound comes in. */
  sounds: string[];
  parties: { party: string; listens: boolean }[];
  texts: string[];
  share: CallShare;
  recording: 'asked' | 'on' | null;
  outcome: string | null;
}

declare global {
  interface Window {
    citizen: Citizen;
  }
}

const states: string[] = [];
let call: ReturnType<typeof createCall> | undefined;

/** A track that nothing comes in for is muted (W3C webrtc, 9.3). */
function sounds(stream: MediaStream | null): boolean {
  return stream?.getAudioTracks().some(({ muted, readyState }) => !muted && readyState === 'live') ?? false;
}

window.citizen = {
  ask: async (wish) => {
    const { stream } =
      wish.mode === 'text'
        ? { stream: null }
        : await openDevices({ camera: wish.mode === 'video' && wish.seen, microphone: true });
    const link = openLink<CallRequest, CallNotice>({
      address: `/api/v1/calls/visit?visit=${crypto.randomUUID()}`,
      onOpen: () => call?.linkOpened(),
      onMessage: (notice) => call?.take(notice),
    });
    call = createCall({
      call: crypto.randomUUID(),
      wish,
      local: stream,
      send: link.send,
      onChange: ({ state }) => {
        if (states.at(-1) !== state) states.push(state);
      },
    });
  },
  seen: () => {
    const view = call?.view();
    return {
      state: view?.state ?? 'none',
      states,
      flowing: view?.flowing ?? false,
      pictures: view?.peers.filter(({ picture }) => picture).map(({ party }) => party) ?? [],
      sounds: view?.peers.filter(({ stream }) => sounds(stream)).map(({ party }) => party) ?? [],
      parties: view?.parties.map(({ party, listens }) => ({ party, listens })) ?? [],
      texts: view?.lines.map(({ from, text }) => `${from}: ${text}`) ?? [],
      share: view?.share ?? { kind: 'none' },
      recording: view?.recording?.state ?? null,
      outcome: view?.outcome ?? null,
    };
  },
  write: (text, final) => call?.write(text, final),
  fill: (form, answers) => call?.fill(form, answers),
  consent: (given) => call?.consent(given),
  leave: () => call?.leave(),
};
