import { useState } from 'preact/hooks';
import type { CallParty } from '../../../../protocol/calls/messages.ts';
import type { CallView } from '../../call/index.ts';
import { officeOf } from '../state.ts';
import type { Word, Words } from '../words.ts';
import { useShown } from './context.ts';
import { Icon, type IconName } from './Icon.tsx';
import { Picture } from './Picture.tsx';
import { Recording } from './Recording.tsx';
import { Share } from './Share.tsx';
import { useHeading } from './Step.tsx';
import { Texts } from './Texts.tsx';

/** The call itself: who is on the other side, what they show, the text, and what can be switched. */
export function Talk({ call }: { call: CallView }) {
  const { state, portal, words } = useShown();
  const textOnly = call.wish?.mode === 'text';
  const [writes, setWrites] = useState(textOnly);
  const heading = useHeading();
  const small = state.panel === 'small';
  const unread = useUnread(call, writes && !small);
  /** In the corner there is no room for it: the text brings the whole call back. */
  const show = (wanted: boolean) => {
    setWrites(wanted || small);
    if (small) portal.resize('whole');
  };
  const shares = call.share.kind !== 'none';
  const layout = ['talk', shares && 'shares', (writes || textOnly) && 'writes', textOnly && 'text-only'];
  return (
    <div class={layout.filter(Boolean).join(' ')}>
      <h2 class="unseen" ref={heading} tabIndex={-1}>
        {words('withOffice', { office: officeOf(state)?.name ?? '' })}
      </h2>
      <p class="talk-state">
        {words(stateWord(call))}
        {call.parties.some(({ listens }) => listens) && <strong class="listens">{words('listens')}</strong>}
      </p>
      <Recording />
      {!textOnly && <Faces call={call} />}
      {shares && <Share share={call.share} call={call.call} />}
      {(writes || textOnly) && <Texts call={call} />}
      <Controls call={call} writes={writes} unread={unread} onWrites={textOnly ? null : show} />
    </div>
  );
}

/** Whether somebody wrote while the text was not on show. */
function useUnread({ lines, you }: CallView, shown: boolean): boolean {
  const theirs = lines.filter(({ from }) => from !== you).length;
  const [read, setRead] = useState(0);
  if (shown && read !== theirs) setRead(theirs);
  return !shown && theirs > read;
}

export function stateWord({ state, flowing, wish }: CallView): Word {
  if (state === 'interrupted') return 'interrupted';
  if (state === 'connecting' || (!flowing && wish?.mode !== 'text')) return 'connecting';
  return 'connected';
}

/** Everybody's picture, the other side's large and one's own in its corner. */
function Faces({ call }: { call: CallView }) {
  const { state, words } = useShown();
  const { devices, cameraOff } = state.media;
  const office = officeOf(state)?.name ?? words('operator');
  return (
    <div class={call.peers.length > 1 ? 'faces several' : 'faces'}>
      {call.peers.map(({ party, stream, picture }) => {
        const role = roleOf(
          call.parties.find((each) => each.party === party),
          words,
          office,
        );
        return (
          <div key={party} class="face">
            <Picture stream={stream} label={words('face', { who: role })} class={picture ? '' : 'dark'} />
            {!picture && (
              <p class="faceless">
                <Icon name="person" />{' '}
                {call.state === 'connected' && words(call.wish?.mode === 'voice' ? 'voiceCall' : 'noPicture')}
              </p>
            )}
            <p class="name-tag">{role}</p>
          </div>
        );
      })}
      {call.peers.length === 0 && (
        <div class="face">
          <p class="faceless">
            <Icon name="person" />
          </p>
        </div>
      )}
      {devices?.camera && !cameraOff && (
        <Picture stream={devices.stream} label={words('self')} class="self" muted mirrored />
      )}
    </div>
  );
}

export function roleOf(party: CallParty | undefined, words: Words, office: string): string {
  if (!party || party.party === 'operator') return office;
  if (party.party === 'citizen') return words('you');
  return words(party.role === 'interpreter' ? 'interpreter' : 'guest');
}

interface ControlsProps {
  call: CallView;
  writes: boolean;
  unread: boolean;
  /** Null where there is nothing but text. */
  onWrites: ((writes: boolean) => void) | null;
}

function Controls({ call, writes, unread, onWrites }: ControlsProps) {
  const { state, portal, words } = useShown();
  const { devices, cameraOff, muted } = state.media;
  const seen = call.wish?.mode === 'video' && call.wish.seen && devices?.camera === true;
  const heard = call.wish?.mode !== 'text' && devices?.microphone === true;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms
    <div class="controls" role="group" aria-label={words('controls')}>
      {heard && (
        <Switch
          on={!muted}
          icon={muted ? 'microphoneOff' : 'microphone'}
          name={words(muted ? 'unheardNow' : 'heardNow')}
          act={words(muted ? 'microphoneOn' : 'microphoneOff')}
          onSwitch={() => portal.mute(!muted)}
        />
      )}
      {seen && (
        <Switch
          on={!cameraOff}
          icon={cameraOff ? 'cameraOff' : 'camera'}
          name={words(cameraOff ? 'unseenNow' : 'seenNow')}
          act={words(cameraOff ? 'cameraOn' : 'cameraOff')}
          onSwitch={() => portal.switchCamera(cameraOff)}
        />
      )}
      {onWrites && (
        <button
          type="button"
          class={unread ? 'switch unread' : 'switch'}
          aria-expanded={writes}
          onClick={() => onWrites(!writes)}
        >
          <Icon name="text" /> <span>{words(unread ? 'textNew' : 'textShow')}</span>
        </button>
      )}
      <button type="button" class="danger" onClick={portal.leave}>
        <Icon name="hangUp" /> <span>{words('hangUp')}</span>
      </button>
    </div>
  );
}

interface SwitchProps {
  on: boolean;
  icon: IconName;
  /** What holds now, on show all the time. */
  name: string;
  /** What a touch does. */
  act: string;
  onSwitch(): void;
}

function Switch({ on, icon, name, act, onSwitch }: SwitchProps) {
  return (
    <button
      type="button"
      class={on ? 'switch on' : 'switch off'}
      aria-label={`${name}. ${act}`}
      title={act}
      onClick={onSwitch}
    >
      <Icon name={icon} /> <span>{name}</span>
    </button>
  );
}
