import { officeOf } from '../state.ts';
import { Check } from './Check.tsx';
import { type Shown, ShownContext, useShown } from './context.ts';
import { Dialog } from './Dialog.tsx';
import { Icon } from './Icon.tsx';
import { Offices } from './Office.tsx';
import { Closed, Over } from './Over.tsx';
import { Queue } from './Queue.tsx';
import { Step } from './Step.tsx';
import { Talk } from './Talk.tsx';
import { LinkLost, NoDirectory, NotTaken } from './Trouble.tsx';
import { Wishes } from './Wishes.tsx';

/** All that is inside of `<totem-call>`. */
export function App(shown: Shown) {
  const { state, portal, words, directory, office } = shown;
  return (
    <ShownContext.Provider value={shown}>
      <div class="root" lang={words.language} dir={words.direction}>
        {directory && (state.directory ? <Offices onCall={portal.begin} /> : <NoDirectory />)}
        {!directory && (
          <button type="button" class="main open" aria-haspopup="dialog" onClick={() => portal.begin(office)}>
            <Icon name="camera" />
            <span>
              <slot name="label">{words('open')}</slot>
            </span>
          </button>
        )}
        <Dialog>{state.panel !== 'shut' && <Content />}</Dialog>
      </div>
    </ShownContext.Provider>
  );
}

function Content() {
  const { state, portal, words } = useShown();
  const { step, directory, call } = state;
  if (step === 'call') {
    return (
      <>
        <LinkLost />
        <CallContent />
      </>
    );
  }
  if (!directory) return <NoDirectory />;
  const office = officeOf(state);
  if (step === 'check' && office) return <Check />;
  if (step === 'wishes' && office) {
    if (!office.open) return <Closed key={office.id} opens={call?.opens ?? null} />;
    return <Wishes />;
  }
  return (
    <Step title={words('chooseOffice')}>
      <Offices onCall={portal.choose} />
    </Step>
  );
}

function CallContent() {
  const { state, words } = useShown();
  const { call } = state;
  if (!call) return <Step key="going-on" title={words('goingOn')} />;
  switch (call.state) {
    case 'asking':
      if (call.problem) return <NotTaken problem={call.problem} />;
      return <Queue key="asking" call={call} />;
    case 'waiting':
    case 'callback':
      return <Queue key="waiting" call={call} />;
    case 'ringing':
      return <Queue key="ringing" call={call} />;
    case 'connecting':
    case 'connected':
    case 'interrupted':
      return <Talk call={call} />;
    case 'ended':
    case 'closed':
      return <Over call={call} />;
  }
}
