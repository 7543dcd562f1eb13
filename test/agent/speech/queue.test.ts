import test from 'ava';
import fc from 'fast-check';
import {
  decide,
  emptyQueue,
  mostWaiting,
  type QueueEvent,
  type Saying,
} from '../../../agent/speech/queue.ts';

const saying = (id: string, privacy: Saying['privacy'] = 'public'): Saying => ({
  id,
  text: id,
  language: 'it',
  privacy,
});
const say = (id: string, when: 'now' | 'after' = 'now', privacy?: Saying['privacy']): QueueEvent => ({
  type: 'say',
  saying: saying(id, privacy),
  when,
});

/** What is done, in short: `+a` begins, `x` silence, `a:ended` told. */
function run(events: readonly QueueEvent[], privately = false): string[] {
  let queue = { ...emptyQueue, privately };
  return events.map((event) => {
    const step = decide(queue, event);
    queue = { ...step.queue };
    return step.actions
      .map((action) =>
        action.do === 'silence'
          ? 'x'
          : action.do === 'speak'
            ? `+${action.saying.id}`
            : `${action.id}:${action.state}`,
      )
      .join(' ');
  });
}

test('each row of the table', (t) => {
  t.deepEqual(run([say('a'), { type: 'ended' }]), ['+a a:speaking', 'a:ended']);
  t.deepEqual(run([say('a'), say('b')]), ['+a a:speaking', 'x a:stopped +b b:speaking']);
  t.deepEqual(run([say('a'), say('b', 'after'), { type: 'ended' }]), [
    '+a a:speaking',
    'b:waiting',
    'a:ended +b b:speaking',
  ]);
  t.deepEqual(run([say('a'), say('b', 'after'), { type: 'failed' }]), [
    '+a a:speaking',
    'b:waiting',
    'a:failed +b b:speaking',
  ]);
  t.deepEqual(run([say('a'), say('b', 'after'), { type: 'stop' }, { type: 'ended' }]), [
    '+a a:speaking',
    'b:waiting',
    'x a:stopped b:stopped',
    '',
  ]);
  t.deepEqual(run([{ type: 'again' }, say('a'), { type: 'again' }, { type: 'ended' }, { type: 'again' }]), [
    '',
    '+a a:speaking',
    'x a:stopped +a a:speaking',
    'a:ended',
    '+a a:speaking',
  ]);
  t.deepEqual(run([say('a'), { type: 'forget' }, { type: 'again' }]), ['+a a:speaking', 'x a:stopped', '']);
  t.deepEqual(run([{ type: 'stop' }, { type: 'forget' }, { type: 'ended' }, { type: 'failed' }]), [
    '',
    '',
    '',
    '',
  ]);
});

test('personal things are spoken in private only, and end when the headphones are pulled', (t) => {
  t.deepEqual(run([say('p', 'now', 'personal'), say('c', 'now', 'chosen')]), ['p:withheld', '+c c:speaking']);
  t.deepEqual(
    run(
      [
        say('p', 'now', 'personal'),
        say('q', 'after', 'personal'),
        say('b', 'after'),
        { type: 'jack', privately: false },
      ],
      true,
    ),
    ['+p p:speaking', 'q:waiting', 'b:waiting', 'x p:withheld q:withheld +b b:speaking'],
  );
});

test('whatever comes, one speaks at a time, nothing personal in public, and all that begin come to an end', (t) => {
  const event: fc.Arbitrary<QueueEvent> = fc.oneof(
    fc.record({
      type: fc.constant('say' as const),
      saying: fc.record({
        id: fc.uuid(),
        text: fc.constant('x'),
        language: fc.constant('it' as const),
        privacy: fc.constantFrom('public' as const, 'personal' as const, 'chosen' as const),
      }),
      when: fc.constantFrom('now' as const, 'after' as const),
    }),
    fc.constantFrom<QueueEvent>(
      { type: 'again' },
      { type: 'stop' },
      { type: 'forget' },
      { type: 'ended' },
      { type: 'failed' },
    ),
    fc.boolean().map((privately): QueueEvent => ({ type: 'jack', privately })),
  );
  t.notThrows(() =>
    fc.assert(
      fc.property(fc.array(event, { maxLength: 60 }), (events) => {
        let queue = emptyQueue;
        let sounding: string | null = null;
        const open = new Map<string, number>();
        for (const next of [...events, { type: 'forget' } as const]) {
          const step = decide(queue, next);
          if (next.type === 'ended' || next.type === 'failed') sounding = null;
          for (const action of step.actions) {
            if (action.do === 'silence') sounding = null;
            else if (action.do === 'speak') {
              if (sounding !== null) return false;
              if (action.saying.privacy === 'personal' && !step.queue.privately) return false;
              sounding = action.saying.id;
            } else if (action.state === 'speaking') open.set(action.id, (open.get(action.id) ?? 0) + 1);
            else if (['ended', 'failed', 'stopped', 'withheld'].includes(action.state))
              open.delete(action.id);
          }
          queue = step.queue;
          if (queue.waiting.length > mostWaiting) return false;
        }
        return open.size === 0 && queue.current === null && queue.last === null;
      }),
    ),
  );
});
