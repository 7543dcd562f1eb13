import type { PortalDirectory, PortalOffice } from '../../../protocol/calls/portal.ts';
import type { CallMode, CallWish } from '../../../protocol/calls/wish.ts';
import type { CallView, Devices, LinkState } from '../call/index.ts';
import type { Refusal } from './hub.ts';

/** Where the visitor is. */
export type Step = 'offices' | 'wishes' | 'check' | 'call';

/** How much of the page the call takes. */
export type Panel =
  | 'shut'
  /** All of it, above everything else. */
  | 'whole'
  /** A corner, while the visitor reads on. */
  | 'small';

/** How the visitor wants to talk, before the office is asked. */
export interface Manner {
  language: string;
  signLanguage: boolean;
  mode: CallMode;
  seen: boolean;
}

/** Camera and microphone of this side. */
export interface LocalMedia {
  /** Being asked for. */
  opening: boolean;
  devices: Devices | null;
  /** What there is to choose from; without names until the browser allowed their use. */
  cameras: readonly MediaDeviceInfo[];
  microphones: readonly MediaDeviceInfo[];
  camera: string | null;
  microphone: string | null;
  /** Off by the visitor's wish. */
  cameraOff: boolean;
  muted: boolean;
}

/** All that the element shows. It is never changed, only replaced. */
export interface State {
  panel: Panel;
  step: Step;
  directory: PortalDirectory | null;
  /** Why there is no directory; null while it is there or on its way. */
  refusal: Refusal | null;
  office: string | null;
  manner: Manner;
  media: LocalMedia;
  call: CallView | null;
  /** How the hub is reached during a call. */
  link: LinkState;
  /** What became of asking a closed office to ring back; null before it was asked. */
  request: RequestState | null;
}

export type RequestState = { state: 'sent' | 'refused' } | { state: 'noted'; expires: string };

export const noMedia: LocalMedia = {
  opening: false,
  devices: null,
  cameras: [],
  microphones: [],
  camera: null,
  microphone: null,
  cameraOff: false,
  muted: false,
};

export function firstState(language: string): State {
  return {
    panel: 'shut',
    step: 'offices',
    directory: null,
    refusal: null,
    office: null,
    manner: { language, signLanguage: false, mode: 'video', seen: true },
    media: noMedia,
    call: null,
    link: 'closed',
    request: null,
  };
}

export function officeOf({ directory, office, call }: State): PortalOffice | undefined {
  const id = call?.wish?.office ?? office;
  return directory?.offices.find((each) => each.id === id);
}

/** Which devices a manner needs. */
export function needed({ mode, seen }: Pick<Manner, 'mode' | 'seen'>): {
  camera: boolean;
  microphone: boolean;
} {
  return { camera: mode === 'video' && seen, microphone: mode !== 'text' };
}

/** The wish as it is sent: nobody is seen without a picture. */
export function wishOf(
  manner: Manner,
  office: string,
  subject: string | null,
  devices: Devices | null,
): CallWish {
  const { language, signLanguage, mode } = manner;
  const seen = needed(manner).camera && devices?.camera === true;
  return { office, subject, language, signLanguage, mode, seen };
}

/** Whether leaving the panel would end something. */
export function isUnderWay({ step, call }: Pick<State, 'step' | 'call'>): boolean {
  if (step !== 'call' || call === null) return false;
  const refused = call.state === 'asking' && call.problem !== null;
  return !refused && call.state !== 'ended' && call.state !== 'closed';
}

/** What the page around the element is told: the state, and nothing personal. */
export interface Told {
  state: 'idle' | 'choosing' | 'checking' | 'unreachable' | 'forbidden' | NonNullable<State['call']>['state'];
  office: string | null;
  outcome: NonNullable<State['call']>['outcome'];
}

export function toldOf(state: State): Told {
  const { call, office, panel, step, refusal } = state;
  const about = { office: call?.wish?.office ?? office, outcome: call?.outcome ?? null };
  if (step === 'call' && call) return { state: call.state, ...about };
  if (panel === 'shut') return { state: 'idle', office: null, outcome: null };
  if (refusal === 'unreachable' || refusal === 'forbidden') return { state: refusal, ...about };
  return { state: step === 'check' ? 'checking' : 'choosing', ...about };
}
