import { createAssistant, freshMemory } from '../../agent/assistant/index.ts';
import { compileContent } from '../../protocol/content/index.ts';
import type { AssistantReply } from '../../protocol/index.ts';
import { sampleContent } from '../harness/sample-content.ts';
import { plainSearch } from './assistant-peer.ts';
import { type BenchQuestion, readQuestions } from './assistant-questions.ts';
import { atMost, type Outcome, quantile } from './report.ts';

/** What was made of one question. */
interface Result {
  question: BenchQuestion;
  /** Keys that were offered, in their order. */
  offered: string[];
  /** Whether the first was given as the answer, without a question back. */
  certain: boolean;
  milliseconds: number;
}

interface Counted {
  first: number;
  inThree: number;
  certainWrong: number;
  refused: number;
}

/** Right and wrong answers to questions as citizens put them, beside a plain search over the same content. */
export async function assistant(): Promise<Outcome> {
  const { content } = compileContent(await sampleContent(), 'bench');
  if (!content) throw new Error('the sample content has mistakes');
  const questions = await readQuestions();
  const ours = await asked(questions, content);
  const plain = searched(questions, plainSearch(content, {}));
  const fuzzy = searched(questions, plainSearch(content, { fuzzy: 0.2, prefix: true }));
  if (process.env.TOTEM_BENCH_FAILURES !== undefined) {
    for (const result of ours) if (!result.question.heldOut && !isRight(result)) console.log(inWords(result));
  }
  const only = (results: Result[], keep: (question: BenchQuestion) => boolean) =>
    count(results.filter(({ question }) => keep(question)));
  const all = count(ours);
  const heldOut = only(ours, (question) => question.heldOut);
  const italian = only(ours, ({ language }) => language === 'it');
  const english = only(ours, ({ language }) => language === 'en');
  const times = ours.map(({ milliseconds }) => milliseconds);
  const p95 = quantile(times, 0.95);
  const rows: [string, Counted][] = [
    ['assistant', all],
    ['  Italian', italian],
    ['  English', english],
    ['  tuned on', only(ours, (question) => !question.heldOut)],
    ['  held out', heldOut],
    ['minisearch, plain BM25', count(plain)],
    ['minisearch, fuzzy and prefix', count(fuzzy)],
  ];
  return {
    figures: {
      questions: questions.length,
      right_first_percent: all.first,
      right_in_three_percent: all.inThree,
      confident_wrong_percent: all.certainWrong,
      refusals_right_percent: all.refused,
      held_out_right_first_percent: heldOut.first,
      held_out_right_in_three_percent: heldOut.inThree,
      held_out_confident_wrong_percent: heldOut.certainWrong,
      held_out_refusals_right_percent: heldOut.refused,
      p50_ms: quantile(times, 0.5),
      p95_ms: p95,
      plain_right_first_percent: count(plain).first,
      plain_right_in_three_percent: count(plain).inThree,
      plain_confident_wrong_percent: count(plain).certainWrong,
    },
    aims: {
      right_first_percent: { aim: '>= 90', met: all.first >= 90 },
      right_in_three_percent: { aim: '>= 97', met: all.inThree >= 97 },
      confident_wrong_percent: { aim: '< 2', met: all.certainWrong < 2 },
      p95_ms: atMost(p95, 30),
    },
    table: {
      columns: ['', 'right first %', 'right in three %', 'confident, wrong %', 'refusals right %'],
      rows: rows.map(([name, { first, inThree, certainWrong, refused }]) => [
        name,
        first,
        inThree,
        certainWrong,
        refused,
      ]),
    },
    notes: [
      `${questions.length} questions, each in a conversation of its own; ${questions.filter(({ right }) => right.length === 0).length} of them must be refused.`,
      'Right first: the answer, or the first of the choices offered. In three: the answer with its two alternatives, or one of the choices.',
      'Confident and wrong: an answer of the wrong card without a question back, over all questions. A refusal is a request to rephrase, "I do not know", or a written answer.',
      'Every third of the older questions is held out: the limits were set without it. Questions and phrases of the content have the same author: docs/assistant.md tells of a set never seen.',
      'The plain search is always certain of its first result; it refuses where no word occurs.',
    ],
  };
}

async function asked(
  questions: BenchQuestion[],
  content: Parameters<typeof plainSearch>[0],
): Promise<Result[]> {
  const part = createAssistant({ content });
  for (const language of ['it', 'en']) part.prepare(language);
  const results: Result[] = [];
  for (const question of questions) {
    const start = performance.now();
    const { reply } = await part.ask(question.text, question.language, freshMemory());
    const milliseconds = performance.now() - start;
    results.push({ question, milliseconds, ...offeredBy(reply) });
  }
  return results;
}

function searched(questions: BenchQuestion[], search: ReturnType<typeof plainSearch>): Result[] {
  return questions.map((question) => {
    const offered = search(question.text, question.language).slice(0, 3);
    return { question, offered, certain: offered.length > 0, milliseconds: 0 };
  });
}

function offeredBy(reply: AssistantReply): { offered: string[]; certain: boolean } {
  switch (reply.kind) {
    case 'answer': {
      const first = reply.card === null ? `office:${reply.office}` : `card:${reply.card}`;
      return { offered: [first, ...reply.alternatives.map(({ id }) => id)], certain: true };
    }
    case 'choice':
      return { offered: reply.options.map(({ id }) => id), certain: false };
    case 'flow':
      return { offered: [`card:${reply.card}`], certain: true };
    default:
      return { offered: [], certain: false };
  }
}

function isRight({ question: { right }, offered }: Result): boolean {
  return right.length === 0 ? offered.length === 0 : right.includes(offered[0] ?? '');
}

function count(results: Result[]): Counted {
  const known = results.filter(({ question }) => question.right.length > 0);
  const refusable = results.filter(({ question }) => question.right.length === 0);
  const share = (part: Result[], whole: Result[]) => (100 * part.length) / Math.max(1, whole.length);
  return {
    first: share(known.filter(isRight), known),
    inThree: share(
      known.filter(({ question, offered }) => offered.some((key) => question.right.includes(key))),
      known,
    ),
    certainWrong: share(
      results.filter((result) => result.certain && !isRight(result)),
      results,
    ),
    refused: share(refusable.filter(isRight), refusable),
  };
}

function inWords({ question, offered, certain }: Result): string {
  const wanted = question.right.join('|') || 'a refusal';
  return `${certain ? 'WRONG' : 'unsure'}  ${question.text}  wanted ${wanted}, got ${offered.join(', ') || 'a refusal'}`;
}
