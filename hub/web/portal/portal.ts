import type { AppointmentRequest } from '../../../protocol/calls/appointment.ts';
import type { FormAnswers } from '../../../protocol/calls/form.ts';
import type { CallWish } from '../../../protocol/calls/wish.ts';
import type { CallView } from '../call/index.ts';
import type { Hub } from './hub.ts';
import { type Line, openLine, sayOnce } from './line.ts';
import { createMedia } from './media.ts';
import { keep, newUuid, readKept } from './session.ts';
import { firstState, isUnderWay, type Manner, needed, officeOf, type State, wishOf } from './state.ts';

/** What the page's editor wrote on the element. */
export interface Attributes {
  office: string | null;
  subject: string | null;
  language: string;
  directory: boolean;
}

export interface PortalOptions {
  hub: Hub;
  attributes(): Attributes;
  onState(state: State): void;
}

/** What a visitor can do. */
export interface Actions {
  /** Opens the panel, for an office or to choose one. */
  begin(office: string | null): void;
  choose(office: string): void;
  back(): void;
  manner(changes: Partial<Manner>): void;
  /** From the wishes on: to the devices, or straight to the queue where none are needed. */
  proceed(): void;
  tryDevices(): void;
  device(kind: 'camera' | 'microphone', id: string): void;
  call(): void;
  write(text: string, final: boolean): void;
  switchCamera(on: boolean): void;
  mute(muted: boolean): void;
  /** Answers the form that is shown. */
  fill(form: string, answers: FormAnswers): void;
  /** Says yes or no to being recorded. */
  consent(given: boolean): void;
  /** Asks a closed office to ring back. */
  request(request: Pick<AppointmentRequest, 'phone' | 'when' | 'consent'>): void;
  leave(): void;
  again(): void;
  resize(panel: 'whole' | 'small'): void;
  /** Closes the panel; a call that is under way goes on in the corner. */
  dismiss(): void;
}

export interface Portal extends Actions {
  state(): State;
  hub: Hub;
  /** Secret of this tab, for the pictures of its call. */
  visit(): string;
  /** Reads the offices again, as when the element shows them from the beginning. */
  refresh(): void;
  /** Goes on with the call that the tab had before it was loaded again, if there is one. */
  resume(): void;
  stop(): void;
}

/** How often the list of offices is read again while it is on show, and tried where it did not come (ms). */
const freshened = 60_000;
const firstRetry = 2_000;
const longestRetry = 30_000;

export function createPortal({ hub, attributes, onState }: PortalOptions): Portal {
  let state = firstState(attributes().language);
  let kept = readKept();
  let line: Line | null = null;
  let retry = firstRetry;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let stopped = false;
  let stopAsking = () => {};

  const become = (changes: Partial<State>) => {
    if (stopped) return;
    state = { ...state, ...changes };
    onState(state);
  };

  const media = createMedia({
    onChange: () => become({ media: media.view() }),
    onStream: (stream) => line?.setLocal(stream),
  });

  const load = async () => {
    clearTimeout(timer);
    const answer = await hub.directory(attributes().language);
    if (stopped) return;
    if (answer.ok) {
      retry = firstRetry;
      become({ directory: answer.value, refusal: null });
    } else {
      // A list that was there before is better than none.
      if (answer.refusal !== 'unreachable' || !state.directory) become({ refusal: answer.refusal });
      retry = Math.min(retry * 2, longestRetry);
    }
    clearTimeout(timer);
    timer = setTimeout(reload, answer.ok ? freshened : retry);
  };
  /** Only what somebody looks at is read again. */
  const reload = () => {
    const shown = attributes().directory || (state.panel !== 'shut' && state.step !== 'call');
    if (!shown || state.refusal === 'forbidden') return;
    if (document.visibilityState === 'visible') void load();
    else timer = setTimeout(reload, freshened);
  };

  const took = (view: CallView) => {
    const over = view.state === 'ended' || view.state === 'closed';
    if (over) {
      end();
      if (view.state === 'closed') void load();
    }
    // Whoever reads on meanwhile is called back when somebody answers, and when it is over.
    const answered = view.state === 'connecting' && state.call?.state !== 'connecting';
    become({ call: view, ...(over || answered ? { panel: 'whole' as const } : {}) });
  };

  /** The call is over on this side: nothing is kept and no device is open. */
  const end = () => {
    if (kept.call !== null) {
      kept = { ...kept, call: null };
      keep(kept);
    }
    line?.stop();
    line = null;
    media.stop();
  };

  const open = (call: string, wish: CallWish | null) => {
    kept = { ...kept, call };
    keep(kept);
    become({ step: 'call', call: null, link: 'connecting' });
    line = openLine({
      address: hub.visitAddress(kept.visit),
      call,
      wish,
      local: () => media.view().devices?.stream ?? null,
      prepare: async (goesOn) => {
        become({ office: goesOn.office });
        const wanted = needed(goesOn);
        if (wanted.camera || wanted.microphone) await media.open(wanted);
      },
      onView: took,
      onLink: (link) => become({ link }),
    });
  };

  const call = () => {
    const { office, manner } = state;
    if (!office) return;
    open(newUuid(), wishOf(manner, office, attributes().subject, media.view().devices));
  };

  const shut = () => {
    end();
    become({ panel: 'shut', step: 'offices', call: null, request: null });
  };

  return {
    hub,
    state: () => state,
    visit: () => kept.visit,
    refresh: () => void load(),
    resume: () => {
      if (kept.call === null) return;
      become({ panel: 'whole' });
      void load();
      open(kept.call, null);
    },
    begin: (office) => {
      become({ panel: 'whole', step: office ? 'wishes' : 'offices', office });
      if (!state.directory || !attributes().directory) void load();
    },
    choose: (office) => become({ office, step: 'wishes', call: null, request: null }),
    back: () => {
      if (state.step === 'check') media.stop();
      become({ step: state.step === 'check' ? 'wishes' : 'offices' });
    },
    manner: (changes) => become({ manner: { ...state.manner, ...changes } }),
    proceed: () => {
      const wanted = needed(state.manner);
      if (wanted.camera || wanted.microphone) become({ step: 'check' });
      else {
        media.stop();
        call();
      }
    },
    tryDevices: () => void media.open(needed(state.manner)),
    device: (kind, id) => void media.choose(kind, id),
    call,
    write: (text, final) => line?.write(text, final),
    fill: (form, answers) => line?.fill(form, answers),
    consent: (given) => line?.consent(given),
    request: (wanted) => {
      const { manner } = state;
      const office = officeOf(state)?.id;
      if (!office) return;
      become({ request: { state: 'sent' } });
      const { subject } = attributes();
      const request = { office, subject, language: manner.language, ...wanted };
      stopAsking();
      stopAsking = sayOnce(
        hub.visitAddress(kept.visit),
        { type: 'appointment', call: newUuid(), request },
        (notice) =>
          become({
            request:
              notice.type === 'noted' ? { state: 'noted', expires: notice.expires } : { state: 'refused' },
          }),
      );
    },
    switchCamera: (on) => void media.switchCamera(on),
    mute: media.mute,
    leave: () => {
      const { call: view } = state;
      const leaving = line;
      line = null;
      leaving?.leave();
      end();
      const spoke = view?.state === 'connected' || view?.state === 'interrupted';
      if (view)
        become({ call: { ...view, state: 'ended', outcome: spoke ? 'answered' : 'abandoned', peers: [] } });
      else shut();
      if (view) become({ panel: 'whole' });
    },
    again: () => {
      end();
      become({
        step: officeOf(state) ? 'wishes' : 'offices',
        office: officeOf(state)?.id ?? null,
        call: null,
      });
      void load();
    },
    resize: (panel) => become({ panel }),
    dismiss: () => {
      if (isUnderWay(state) || (state.step === 'call' && !state.call)) become({ panel: 'small' });
      else shut();
    },
    stop: () => {
      stopped = true;
      clearTimeout(timer);
      line?.stop();
      stopAsking();
      media.stop();
    },
  };
}
