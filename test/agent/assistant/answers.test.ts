import test, { type ExecutionContext } from 'ava';
import { openAnswers } from '../../../agent/wiring/answers.ts';
import type { CompiledContent } from '../../../protocol/content/index.ts';
import {
  type AgentMessage,
  AgentMessage as AgentMessageSchema,
  validatorOf,
} from '../../../protocol/index.ts';
import { compiledSample } from '../../harness/assistant.ts';
import { until } from '../../harness/until.ts';

const check = validatorOf(AgentMessageSchema);

/** The wiring of the agent, over a release that a test may change. */
function desk(t: ExecutionContext, content: CompiledContent | null) {
  const sent: { message: AgentMessage; connection: number }[] = [];
  const scene = { content };
  const answers = openAnswers({
    assistant: {},
    content: {
      shown: () => scene.content && { release: scene.content.release, folder: '', compiled: scene.content },
    },
    send(message, connection) {
      const checked = check(message);
      if (!checked.ok) throw new Error(checked.error.message);
      sent.push({ message, connection });
    },
    now: () => Date.UTC(2026, 10, 25),
  });
  t.teardown(answers.stop);
  const asked = async (number: number, text: string) => {
    answers.heard({ type: 'ask', number, text, language: 'it' }, 3);
    const found = await until('the answer', () =>
      sent.find(({ message }) => message.type === 'answer' && message.number === number),
    );
    return found.message.type === 'answer' ? found.message.reply : undefined;
  };
  return { answers, sent, scene, asked };
}

test('each question is answered from the release that is shown then, to the page that asked', async (t) => {
  const { scene, sent, asked } = desk(t, null);
  const before = await asked(1, 'quanto costa la licenza di pesca?');
  t.is(before?.kind, 'rephrase');
  scene.content = await compiledSample();
  const after = await asked(2, 'quanto costa la licenza di pesca?');
  t.true(after?.kind === 'answer' && after.card === 'pesca');
  t.true(sent.every(({ connection }) => connection === 3));
});

test('the search finds by everyday words what the assistant understands', async (t) => {
  const { answers, sent } = desk(t, await compiledSample());
  answers.heard(
    { type: 'search', number: 1, text: 'mi hanno lasciato a casa dal lavoro', language: 'it' },
    1,
  );
  const found = sent[0]?.message;
  t.true(found?.type === 'found' && found.results.some(({ id }) => id === 'naspi'));
});

test('beginning anew forgets the subject', async (t) => {
  const { answers, asked } = desk(t, await compiledSample());
  await asked(1, 'licenza di pesca');
  t.is((await asked(2, 'e quanto costa?'))?.kind, 'answer');
  answers.heard({ type: 'ask_anew' }, 3);
  t.is((await asked(3, 'e quanto costa?'))?.kind, 'rephrase');
});
