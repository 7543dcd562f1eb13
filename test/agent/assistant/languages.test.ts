import test from 'ava';
import { createAssistant } from '../../../agent/assistant/index.ts';
import { compiledSample, Talk } from '../../harness/assistant.ts';

const content = await compiledSample();
const assistant = createAssistant({ content });

/** Cries in each language, with what each is about. */
const dangers: Record<string, [question: string, which: string][]> = {
  de: [
    ['Hilfe!', 'emergency'],
    ['Hilfe, mein Vater ist umgefallen', 'emergency'],
    ['Meine Mutter ist bewusstlos', 'emergency'],
    ['Ich bin verzweifelt und möchte mir etwas antun', 'crisis'],
    ['Ich habe Angst vor meinem Mann', 'violence'],
  ],
  fr: [
    ['Ma mère fait un malaise', 'emergency'],
    ['Il y a un blessé dans la rue', 'emergency'],
    ['Je n’ai plus envie de vivre, je veux en finir', 'crisis'],
    ['J’ai peur de mon mari', 'violence'],
  ],
  es: [
    ['¡Ayuda!', 'emergency'],
    ['Mi padre se ha desmayado', 'emergency'],
    ['No tengo ganas de vivir', 'crisis'],
    ['Tengo miedo de mi marido', 'violence'],
  ],
  ar: [
    ['ساعدوني!', 'emergency'],
    ['أمي فقدت الوعي', 'emergency'],
    ['تعبت من الحياة', 'crisis'],
    ['أخاف من زوجي', 'violence'],
  ],
  zh: [
    ['救命！', 'emergency'],
    ['我妈妈昏倒了', 'emergency'],
    ['我活不下去了', 'crisis'],
    ['老公打我', 'violence'],
  ],
};

// Italian and English have their own questions: npm run bench -- assistant.
for (const language of ['de', 'fr', 'es', 'ar', 'zh']) {
  test(`every card of the sample is there in ${language}, and found by its title`, async (t) => {
    for (const { id, versions } of content.cards) {
      const title = versions[language]?.title ?? '';
      const reply = await new Talk(assistant, language).ask(title);
      t.true(reply.kind === 'answer' && reply.card === id, `${title}: ${JSON.stringify(reply)}`);
    }
  });

  test(`what others answer for is said in ${language}`, async (t) => {
    for (const { id, askedAs, text } of content.assistant.elsewhere) {
      const question = askedAs[language]?.[0] ?? '';
      const reply = await new Talk(assistant, language).ask(question);
      t.true(reply.kind === 'unknown' && reply.text === text[language], `${id}: ${JSON.stringify(reply)}`);
    }
  });

  test(`danger comes first in ${language}`, async (t) => {
    for (const [question, which] of dangers[language] ?? []) {
      const reply = await new Talk(assistant, language).ask(question);
      t.true(reply.kind === 'written' && reply.which === which, `${question}: ${JSON.stringify(reply)}`);
    }
  });
}

test('help in a question about something else is no cry', async (t) => {
  for (const [question, language] of [
    ['Hilfe bei der Arbeitssuche', 'de'],
    ['ayuda para encontrar trabajo', 'es'],
  ] as const) {
    const reply = await new Talk(assistant, language).ask(question);
    t.true(reply.kind === 'answer' && reply.card === 'disponibilita-lavoro', JSON.stringify(reply));
  }
});
