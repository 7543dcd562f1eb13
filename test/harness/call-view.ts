import type { CallView } from '../../protocol/index.ts';

/** What a citizen in front of a totem with camera and microphone asks of that office. */
export const wishFor = (office: string): CallView['wish'] => ({
  office,
  subject: null,
  language: 'it',
  signLanguage: false,
  mode: 'video',
  seen: true,
});

/** A call that is being asked for, as the agent tells the page of it, with what is different of it. */
export function callView(office: string, part: Partial<CallView> = {}): CallView {
  return {
    state: 'asking',
    wish: wishFor(office),
    position: null,
    wait: null,
    opens: null,
    parties: [{ party: 'citizen', role: '', listens: false }],
    share: { kind: 'none' },
    outcome: null,
    camera: { there: true, on: true },
    microphone: { there: true, on: true },
    picture: false,
    problem: null,
    ...part,
  };
}
