import test, { type ExecutionContext } from 'ava';
import { createPlayer, type Played, type PlayerItem } from '../../agent/display/player.ts';
import { until } from '../harness/until.ts';

interface Stage {
  player: ReturnType<typeof createPlayer>;
  /** What was asked of the decoder: the file, or null for nothing. */
  asked: (string | null)[];
  /** Number of the last showing. */
  last(): number;
  played: Played[];
  faults: Set<string>;
}

function stage(t: ExecutionContext): Stage {
  const asked: (string | null)[] = [];
  const played: Played[] = [];
  const faults = new Set<string>();
  let last = 0;
  const player = createPlayer({
    show(item, file) {
      last = item;
      asked.push(file);
    },
    hide: () => asked.push(null),
    onPlayed: (what) => played.push(what),
    faults: {
      raise: (code, _message, part) => faults.add(`${code} ${part}`),
      clear: (code, part) => faults.delete(`${code} ${part}`),
    },
    now: () => performance.now(),
  });
  t.teardown(() => player.stop());
  return { player, asked, last: () => last, played, faults };
}

const image = (name: string): PlayerItem => ({ file: `/${name}`, media: name, kind: 'image', seconds: 0.05 });
const video = (name: string): PlayerItem => ({ file: `/${name}`, media: name, kind: 'video', seconds: null });

test('a picture stays for its seconds, a video to its end, and each is reported', async (t) => {
  const { player, asked, last, played } = stage(t);
  player.setPlaylist([image('a'), video('b')]);
  t.deepEqual(asked, []);
  player.setReady(true);
  player.shown(last());
  player.ended(last());
  await until('the video', () => asked.length === 2);
  player.shown(last());
  player.ended(last());
  t.deepEqual(asked, ['/a', '/b', '/a']);
  t.deepEqual(
    played.map(({ media }) => media),
    ['a', 'b'],
  );
});

test('old news of another showing changes nothing', (t) => {
  const { player, asked, last, played } = stage(t);
  player.setReady(true);
  player.setPlaylist([video('a'), video('b')]);
  const former = last();
  player.shown(former);
  player.ended(former);
  player.ended(former);
  player.failed(former, 'late');
  t.deepEqual(asked, [null, '/a', '/b']);
  t.is(played.length, 1);
});

test('a lone picture is decoded once and reported again and again', async (t) => {
  const { player, asked, last, played } = stage(t);
  player.setReady(true);
  player.setPlaylist([image('a')]);
  player.shown(last());
  await until('three reports', () => played.length >= 3);
  t.deepEqual(asked, [null, '/a']);
});

test('a broken item is a fault until it is shown or gone, and the next one plays', (t) => {
  const { player, asked, last, faults } = stage(t);
  player.setReady(true);
  player.setPlaylist([video('a'), video('b')]);
  player.failed(last(), 'broken');
  t.deepEqual([...faults], ['display.media_failed a']);
  t.is(asked.at(-1), '/b');
  player.shown(last());
  player.ended(last());
  player.shown(last());
  t.is(faults.size, 0);
  player.failed(last(), 'broken again');
  player.setPlaylist([video('c')]);
  t.is(faults.size, 0);
  t.is(asked.at(-1), '/c');
});

test('when everything is broken it rests instead of spinning', (t) => {
  const { player, asked, last } = stage(t);
  player.setReady(true);
  player.setPlaylist([video('a'), video('b')]);
  player.failed(last(), 'broken');
  player.failed(last(), 'broken');
  t.deepEqual(asked, [null, '/a', '/b', null]);
});

test('in a session nothing is decoded, and after it the interrupted item starts again unreported', (t) => {
  const { player, asked, last, played } = stage(t);
  player.setReady(true);
  player.setPlaylist([video('a'), video('b')]);
  player.shown(last());
  player.setAttract(false);
  player.setAttract(false);
  player.setAttract(true);
  t.deepEqual(asked, [null, '/a', null, '/a']);
  t.deepEqual(played, []);
});

test('a new display goes on with the item that the former one showed', (t) => {
  const { player, asked, last } = stage(t);
  player.setReady(true);
  player.setPlaylist([video('a'), video('b')]);
  player.shown(last());
  player.ended(last());
  player.setReady(false);
  player.setReady(true);
  t.is(asked.at(-1), '/b');
});
