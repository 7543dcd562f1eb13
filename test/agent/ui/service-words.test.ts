import test from 'ava';
import { createDictionary } from '../../../agent/ui/languages/index.ts';
import { questionTexts } from '../../../protocol/doctor.ts';
import { findingCatalogue } from '../../../protocol/findings/index.ts';
import { faultCatalogue } from '../../../protocol/index.ts';

const words = createDictionary().in('it');
const nothing = { defaultValue: '' };

/** What is said in English by whoever wrote the message, and so has no words of its own. */
const passedOn = new Set(['agent.fault_minor', 'agent.fault_major']);

test('every fault has its cure in Italian', (t) => {
  const missing = Object.keys(faultCatalogue).filter((code) => words(`faults.${code}`, nothing) === '');
  t.deepEqual(missing, []);
});

test('every finding and question of the doctor is said in Italian, with its parameters', (t) => {
  const wrong: string[] = [];
  const placesIn = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();
  const compare = (kind: 'text' | 'cure' | 'question', code: string, english: string) => {
    const said = words(`findings.${kind}.${code}`, { ...nothing, skipInterpolation: true });
    const places = placesIn(said.replaceAll('{{', '{').replaceAll('}}', '}'));
    if (said === '' || places.join() !== placesIn(english).join()) wrong.push(`${kind} ${code}`);
  };
  for (const [code, finding] of Object.entries(findingCatalogue)) {
    if (passedOn.has(code)) continue;
    compare('text', code, finding.text);
    if ('cure' in finding) compare('cure', code, finding.cure);
  }
  for (const [code, text] of Object.entries(questionTexts)) compare('question', code, text);
  t.deepEqual(wrong, []);
});
