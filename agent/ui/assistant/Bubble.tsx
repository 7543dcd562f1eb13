import { Borrowed } from '../parts/Borrowed.tsx';
import { useScreen } from '../parts/context.ts';
import type { SpeechView } from '../speech/index.ts';
import { languageOf } from './aloud.ts';
import { Source } from './Source.tsx';
import type { Exchange } from './talk.ts';

/** What the assistant says now: the answer, which is the caption of what sounds, or what it hears. */
export function Bubble({
  exchange,
  unheard,
  speech,
}: {
  exchange: Exchange | undefined;
  unheard: boolean;
  speech: SpeechView;
}) {
  const { session, words, dictionary } = useScreen();
  if (speech.microphone !== 'off') {
    return <p class="said">{speech.hearing || words('assistant.moods.listening')}</p>;
  }
  if (unheard) return <p class="said">{words('assistant.unheard')}</p>;
  if (exchange === undefined) {
    return (
      <>
        <p class="said">{words('assistant.greeting')}</p>
        <p class="said-also">{words('assistant.lead')}</p>
      </>
    );
  }
  const { reply } = exchange;
  if (reply === 'waiting') return <Dots />;
  if (reply === 'lost') return <p class="said">{words('assistant.lost')}</p>;
  const language = languageOf(reply, exchange.language);
  return (
    <>
      {reply.kind === 'answer' && language !== session.language && language !== exchange.language && (
        <Borrowed language={language} />
      )}
      <p class={`said${reply.text.length > 220 ? ' said-long' : ''}`} {...dictionary.writtenIn(language)}>
        <Caption text={reply.text} sounding={speech.sentence?.text ?? null} />
      </p>
      {reply.kind === 'answer' && reply.phrasedBy === 'model' && (
        <p class="said-also">{words('assistant.byModel')}</p>
      )}
      {/* At a low reach it stands further down. */}
      {reply.kind === 'answer' && !session.profiles.low && <Source reply={reply} />}
    </>
  );
}

/** A text in which the sentence that sounds now is marked. */
function Caption({ text, sounding }: { text: string; sounding: string | null }) {
  const at = sounding ? text.indexOf(sounding) : -1;
  if (!sounding || at < 0) return <>{text}</>;
  return (
    <>
      {text.slice(0, at)}
      <mark class="sounding">{sounding}</mark>
      {text.slice(at + sounding.length)}
    </>
  );
}

function Dots() {
  const { words } = useScreen();
  return (
    <p class="dots">
      <span class="visually-hidden">{words('assistant.moods.thinking')}</span>
      <i />
      <i />
      <i />
    </p>
  );
}
