import test from 'ava';
import fc from 'fast-check';
import {
  downwardChannels,
  isUpward,
  parseTopic,
  TotemId,
  topicOf,
  upwardChannels,
  validatorOf,
} from '../../protocol/index.ts';

const isTotemId = validatorOf(TotemId);

test('every channel of a totem is found again from its topic', (t) => {
  for (const channel of [...upwardChannels, ...downwardChannels]) {
    t.deepEqual(parseTopic(topicOf('atrio-1', channel)), { totem: 'atrio-1', channel });
    t.is(
      isUpward(channel),
      upwardChannels.some((name) => name === channel),
    );
  }
});

test('a topic of another shape is no topic of ours', (t) => {
  for (const topic of [
    '',
    'totem',
    'totem/a',
    'totem/a/',
    'totem//hello',
    'totem/a/hello/x',
    '/totem/a/hello',
    'totem/a/#',
    'totem/+/nothing',
    '$SYS/a/hello',
    'Totem/a/hello',
  ]) {
    t.is(parseTopic(topic), undefined, topic);
  }
});

test('any topic that parses is spelt exactly as the totem it names would spell it', (t) => {
  const piece = fc.oneof(fc.constantFrom('totem', 'hello', 'events', '+', '#', '', 'a-1'), fc.string());
  t.notThrows(() =>
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 5 }), (pieces) => {
        const topic = pieces.join('/');
        const parsed = parseTopic(topic);
        return parsed === undefined || topicOf(parsed.totem, parsed.channel) === topic;
      }),
    ),
  );
});

test('no id of a totem can hold a wildcard or a separator', (t) => {
  t.notThrows(() =>
    fc.assert(
      fc.property(fc.string({ maxLength: 50 }), (id) => !isTotemId(id).ok || /^[a-z0-9-]{1,40}$/.test(id)),
    ),
  );
  for (const id of ['a+', '#', 'a/b', '-a', 'a-', 'A', 'a\n', ' a', '']) t.false(isTotemId(id).ok, id);
});
