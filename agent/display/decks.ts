import { pathToFileURL } from 'node:url';
import { childOf, describeError, loadBinding, playable } from '../gstreamer/index.ts';
import { deckDescription } from './launch.ts';
import type { FromChild, OpenMessage } from './messages.ts';

export interface Decks {
  show(item: number, file: string): void;
  hide(): void;
}

/** A video whose position stands still for this long (milliseconds) counts as broken. */
const stuckAfter = 10_000;
const lookEvery = 1000;

/**
 * Two decoders that take turns, as records on two turntables: the next item is decoded up to its first
 * frame while the former one stays on the screen, so there is no black between them. Each pipeline is built
 * once and reused, because the binding never gives one back.
 */
export function startDecks(
  screen: OpenMessage,
  selectDeck: (deck: number) => void,
  send: (message: FromChild) => void,
): Decks {
  const { Pipeline } = loadBinding();
  let live: number | null = null;
  const decks = [0, 1].map((index) => {
    const pipeline = new Pipeline(deckDescription(screen, index));
    const source = childOf(pipeline, 'source');
    let item: number | null = null;
    let position = { seconds: -1, at: 0 };
    let ended = false;

    const fail = (message: string): void => {
      const failed = item;
      unload();
      if (failed !== null) send({ type: 'media_failed', item: failed, message });
    };
    const playing = playable(pipeline, (message) => {
      if (item === null) return;
      if (message.type === 'error') fail(describeError(message));
      if (message.type === 'async-done' && live !== index) takeOver(index, item);
      if (message.type === 'eos') {
        ended = true;
        send({ type: 'ended', item });
      }
    });
    const unload = (): void => {
      item = null;
      playing.stop();
    };
    return {
      unload,
      load(next: number, file: string): void {
        playing.stop();
        item = next;
        ended = false;
        position = { seconds: -1, at: performance.now() };
        source.uri = pathToFileURL(file).href;
        playing.play();
      },
      look(): void {
        if (item === null || ended) return;
        const seconds = pipeline.queryPosition();
        if (seconds !== position.seconds) position = { seconds, at: performance.now() };
        else if (performance.now() - position.at > stuckAfter) fail('it stands still');
      },
    };
  });
  function takeOver(index: number, item: number): void {
    const former = live;
    live = index;
    selectDeck(index);
    if (former !== null) decks[former]?.unload();
    send({ type: 'shown', item });
  }
  setInterval(() => {
    for (const deck of decks) deck.look();
  }, lookEvery);

  return {
    show(item, file) {
      const next = live === 0 ? 1 : 0;
      decks[next]?.load(item, file);
    },
    hide() {
      live = null;
      for (const deck of decks) deck.unload();
    },
  };
}
