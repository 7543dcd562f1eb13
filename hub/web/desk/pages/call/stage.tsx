import type { CallParty } from '../../../../../protocol/calls/messages.ts';
import type { CallWish } from '../../../../../protocol/calls/wish.ts';
import type { CallView, PeerView } from '../../../call/index.ts';
import { Icon } from '../../../dashboard/shared.ts';
import { Picture } from '../../parts/picture.tsx';
import { useMedia, useParts } from '../../state/context.ts';
import { useSpeaks } from '../../state/speaks.ts';
import { officeName } from '../../text/names.ts';

export interface StageProps {
  call: CallView;
  wish: CallWish;
  listens: boolean;
}

/** Everybody who takes part: the citizen large, others pinned beside, oneself in the corner. */
export function Stage({ call, wish, listens }: StageProps) {
  const media = useMedia();
  const others = call.parties.filter(({ party }) => party !== call.you && party !== 'citizen');
  const citizen = call.peers.find(({ party }) => party === 'citizen');
  const own = media.stream();
  // Only seen, and nothing that is told aloud: whoever hears needs no sign of it.
  const citizenSpeaks = useSpeaks(citizen?.stream);
  const ownSpeaks = useSpeaks(own);
  return (
    <section class="stage" aria-label="Who takes part">
      <div class="stage-citizen" data-speaks={citizenSpeaks || undefined}>
        {wish.mode === 'text' ? null : <Seen peer={citizen} label="The citizen" />}
        {citizen?.picture ? null : <NoPicture call={call} wish={wish} />}
      </div>
      <Status call={call} listens={listens} />
      {others.length > 0 ? (
        <ul class="stage-others">
          {others.map((party) => (
            <Other
              key={party.party}
              party={party}
              peer={call.peers.find((peer) => peer.party === party.party)}
            />
          ))}
        </ul>
      ) : null}
      {own && own.getVideoTracks().length > 0 ? (
        <Picture
          stream={own}
          label="You"
          muted
          mirrored
          class={`stage-self ${ownSpeaks ? 'stage-speaks' : ''}`}
        />
      ) : null}
      <Caption call={call} />
    </section>
  );
}

function Seen({ peer, label }: { peer: PeerView | undefined; label: string }) {
  return <Picture stream={peer?.stream ?? null} label={label} class={peer?.picture ? '' : 'picture-none'} />;
}

/** Why nothing is seen, where nothing is. */
function NoPicture({ call, wish }: { call: CallView; wish: CallWish }) {
  const words =
    wish.mode === 'text'
      ? 'A text call: write beside this.'
      : wish.mode === 'voice'
        ? 'A voice call: there is no picture.'
        : wish.seen
          ? call.flowing
            ? 'No picture comes from the citizen.'
            : 'No picture yet.'
          : 'The citizen would rather not be seen. You are.';
  return (
    <p class="stage-nobody">
      <span aria-hidden="true">
        <Icon name={wish.mode === 'text' ? 'it-comment' : 'it-user'} size="xl" />
      </span>
      {words}
    </p>
  );
}

/** A colleague or an interpreter, pinned; who listens only is named without a picture. */
function Other({ party, peer }: { party: CallParty; peer: PeerView | undefined }) {
  const { catalogue } = useParts();
  const speaks = useSpeaks(peer?.stream);
  const role =
    party.party === 'operator' ? 'Operator' : party.role === 'interpreter' ? 'Interpreter' : 'Colleague';
  const name = [role, party.role && party.role !== 'interpreter' ? officeName(catalogue, party.role) : '']
    .filter(Boolean)
    .join(', ');
  return (
    <li class={`stage-other ${speaks ? 'stage-speaks' : ''}`}>
      {party.listens ? (
        <span class="stage-listens">
          <Icon name="it-hearing" /> A supervisor listens
        </span>
      ) : (
        <>
          <Seen peer={peer} label={name} />
          <span class="stage-name">{name}</span>
        </>
      )}
    </li>
  );
}

/** What stands between the two, if anything does. */
function Status({ call, listens }: { call: CallView; listens: boolean }) {
  const words =
    call.state === 'interrupted'
      ? 'Interrupted: somebody is gone and is waited for.'
      : call.state === 'connecting' || !call.flowing
        ? 'Connecting…'
        : '';
  return (
    <div class="stage-status">
      <p role="status">{words === '' ? null : <span class="stage-pill">{words}</span>}</p>
      {listens ? (
        <p class="stage-pill stage-pill-warning">You listen. Everybody in the call can read that.</p>
      ) : null}
      {call.recording?.state === 'on' ? (
        <p class="stage-pill stage-pill-recording">Recorded with the citizen’s consent</p>
      ) : null}
      {call.recording?.state === 'asked' ? (
        <p class="stage-pill">The citizen is asked whether this may be recorded.</p>
      ) : null}
    </div>
  );
}

const captioned = 12_000;

/** What the citizen wrote last, large under the face, for as long as it is fresh. */
function Caption({ call }: { call: CallView }) {
  const last = call.lines.findLast(({ from }) => from === 'citizen');
  const fresh = last !== undefined && (!last.final || Date.now() - last.at < captioned);
  return (
    <p class="stage-caption" lang={call.wish?.language}>
      {fresh ? <span>{last.text}</span> : null}
    </p>
  );
}
