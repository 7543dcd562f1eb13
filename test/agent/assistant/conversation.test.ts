import test from 'ava';
import { createAssistant, createConversation } from '../../../agent/assistant/index.ts';
import {
  type AgentMessage,
  AgentMessage as AgentMessageSchema,
  validatorOf,
} from '../../../protocol/index.ts';
import { compiledSample } from '../../harness/assistant.ts';
import { until } from '../../harness/until.ts';

const check = validatorOf(AgentMessageSchema);

async function scene() {
  const sent: AgentMessage[] = [];
  const conversation = createConversation(createAssistant({ content: await compiledSample() }), (message) => {
    const checked = check(message);
    if (!checked.ok) throw new Error(checked.error.message);
    sent.push(message);
  });
  const ask = (number: number, text: string) =>
    conversation.heard({ type: 'ask', number, text, language: 'it' });
  const kinds = () => sent.map((message) => (message.type === 'answer' ? message.reply.kind : message.type));
  return { conversation, sent, ask, kinds };
}

test('questions of the page are answered under their number, and suggestions given', async (t) => {
  const { conversation, sent, ask } = await scene();
  ask(7, 'licenza di pesca');
  await until('the answer', () => sent.length === 1);
  const [first] = sent;
  t.true(first?.type === 'answer' && first.number === 7 && first.reply.kind === 'answer');
  conversation.heard({ type: 'ask_suggestions', language: 'en' });
  t.true(sent[1]?.type === 'suggestions' && sent[1].questions.length > 0);
  conversation.heard({ type: 'ask_option', number: 8, option: 'card:caldaia', language: 'it' });
  const third = sent[2];
  t.true(third?.type === 'answer' && third.reply.kind === 'answer' && third.reply.card === 'caldaia');
});

for (const end of ['session_ended', 'attract'] as const) {
  test(`the end of the session (${end}) wipes the memory and what is under way`, async (t) => {
    const { conversation, sent, ask, kinds } = await scene();
    ask(1, 'licenza di pesca');
    await until('the answer', () => sent.length === 1);
    ask(2, 'quanto costa?');
    if (end === 'attract') conversation.heard({ type: 'session', state: 'attract' });
    else conversation.heard({ type: 'session_ended', seconds: 3, language: 'it', reason: 'left' });
    ask(3, 'quanto costa?');
    await until('the next answer', () => sent.length === 2);
    // The second question was of the citizen before; the third has no subject any more.
    t.deepEqual(kinds(), ['answer', 'rephrase']);
    t.true(sent[1]?.type === 'answer' && sent[1].number === 3);
  });
}

test('of two questions at once the last is answered', async (t) => {
  const { sent, ask } = await scene();
  ask(1, 'caldaia');
  ask(2, 'pesca');
  await until('the answer', () => sent.length > 0);
  t.true(sent.length === 1 && sent[0]?.type === 'answer' && sent[0].number === 2);
});
