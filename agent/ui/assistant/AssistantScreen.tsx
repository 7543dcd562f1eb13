import { useEffect, useRef } from 'preact/hooks';
import { Avatar, moodOf } from '../avatar/index.ts';
import { useScreen } from '../parts/context.ts';
import { Icon } from '../parts/Icon.tsx';
import { numbersToCall } from './aloud.ts';
import { Before } from './Before.tsx';
import { Bubble } from './Bubble.tsx';
import { Next } from './Next.tsx';
import { isWaiting, latest } from './talk.ts';
import { useAssistant, useSpeech } from './use.ts';

/** The conversation: the assistant with what it says now, what can be touched next, and what was asked before. */
export function AssistantScreen({ place }: { place: { question: string | null } }) {
  const { session, words, now } = useScreen();
  const assistant = useAssistant();
  const speech = useSpeech();
  const talk = assistant.talk();
  const { language } = session;
  const current = latest(talk);
  const reply = current?.reply;
  const urgent =
    typeof reply === 'object' && reply.kind === 'written' && isUrgent(reply.which) ? reply : null;

  useEffect(() => assistant.greet(language), [assistant, language]);
  useEffect(() => {
    if (place.question) assistant.bring(place, place.question, language);
  }, [assistant, place]);

  // What is said next is always above, where the eyes are already; the button that was pressed has gone.
  const bubble = useRef<HTMLDivElement>(null);
  const first = useRef(current?.number);
  useEffect(() => {
    if (current === undefined || current.number === first.current) return;
    first.current = undefined;
    bubble.current?.focus({ preventScroll: true });
    bubble.current?.closest('.scroller')?.scrollTo({ top: 0 });
  }, [current?.number]);

  const mood = moodOf({
    microphone: speech.microphone,
    waiting: isWaiting(talk),
    sounding: speech.sentence !== null,
    typing: talk.typing,
  });
  const shows = typeof reply === 'object' && reply.kind !== 'rephrase' && !urgent && mood !== 'listening';

  return (
    <div class="assistant">
      <section class={`now${urgent ? ' now-urgent' : ''}`} aria-labelledby="assistant-title">
        <div class="now-figure">
          <Avatar mood={mood} pointing={shows} grave={urgent !== null} sentence={speech.sentence} now={now} />
          <p class="mood" role="status" data-mood={mood}>
            {words(`assistant.moods.${mood}`)}
          </p>
        </div>
        <div class="now-words">
          <h1 id="assistant-title" tabIndex={-1}>
            {words('assistant.title')}
          </h1>
          {current && (
            <p class="asked">
              <span class="visually-hidden">{words('assistant.asked')}: </span>
              <bdi>{current.question}</bdi>
            </p>
          )}
          <div class="bubble" ref={bubble} tabIndex={-1} aria-live="polite" aria-busy={isWaiting(talk)}>
            <Bubble exchange={current} unheard={talk.unheard} speech={speech} />
          </div>
        </div>
        {urgent && <Numbers text={urgent.text} />}
      </section>
      <Next talk={talk} />
      <Before exchanges={talk.exchanges.slice(0, -1)} />
    </div>
  );
}

/** Numbers so large that they are read in a fright and from afar. */
function Numbers({ text }: { text: string }) {
  const { words } = useScreen();
  const numbers = numbersToCall(text);
  if (numbers.length === 0) return null;
  return (
    <div class="numbers">
      <h2>
        <Icon name="phone" />
        {words(numbers.length === 1 ? 'assistant.call' : 'assistant.callThese')}
      </h2>
      <ul>
        {numbers.map((number) => (
          <li key={number} class={number.length > 4 ? 'number number-long' : 'number'} dir="ltr">
            {number}
          </li>
        ))}
      </ul>
    </div>
  );
}

function isUrgent(which: string): boolean {
  return which === 'emergency' || which === 'crisis' || which === 'violence';
}
