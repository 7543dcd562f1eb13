import { type Results, type Verdict, verdictOf } from './results.ts';
import type { Criterion } from './types.ts';

export interface Institution {
  name: string;
  /** Whether it is that of the sample content, which declares nothing. */
  sample: boolean;
  /** Where citizens report what they could not use; null where nobody has said it. */
  contact: string | null;
  /** Name of what is declared. */
  subject: string;
  /** Day on which it was first offered, `YYYY-MM-DD`; null where it is not told. */
  published: string | null;
}

const sampleNote = `
> Esempio, compilato con i contenuti dimostrativi: non impegna nessuno. L'amministrazione che installa il totem la genera
> di nuovo con il proprio nome.
`;

/** What only the institution can say. */
const toFill = '*da indicare a cura dell’amministrazione*';

/** The sections of AgID's model, filled from the results; `today` is `YYYY-MM-DD`. */
export function declarationOf(
  institution: Institution,
  criteria: readonly Criterion[],
  results: Results,
  today: string,
): string {
  const rows = criteria.map((criterion) => ({ criterion, verdict: verdictOf(criterion, results) }));
  const of = (...verdicts: Verdict[]) => rows.filter(({ verdict }) => verdicts.includes(verdict));
  const contact = institution.contact ?? toFill;
  return `# Dichiarazione di accessibilità
${institution.sample ? sampleNote : ''}
${institution.name} si impegna a rendere accessibile ${institution.subject}, come chiede la legge 9 gennaio 2004, n. 4.
La dichiarazione vale per il totem interattivo: lo schermo, la voce e la tastiera tattile con cui si consulta.

## Stato di conformità

${statusOf(rows.map(({ verdict }) => verdict))}

| esito | requisiti |
|---|---|
| soddisfatti, con prove automatiche superate | ${of('met').length} |
| non soddisfatti o non provati | ${of('failed', 'open').length} |
| da verificare dove il totem è installato | ${of('place').length} |
| a cura di chi scrive i contenuti | ${of('editor').length} |
| non applicabili | ${of('absent').length} |

## Contenuti non accessibili

I contenuti che seguono non sono accessibili, o non è ancora dimostrato che lo siano.

### Inosservanza della legge 4/2004

${listOf(of('failed', 'open'))}

### Da verificare sul posto

Dipendono dal mobile e dal luogo, e si verificano su ogni totem:

${listOf(of('place'))}

### Onere sproporzionato

Nessuna deroga per onere sproporzionato è stata chiesta.

### Contenuti fuori dall’ambito di applicazione

I siti a cui portano i codici QR hanno la loro dichiarazione.

## Redazione della dichiarazione

Redatta il ${today}, per autovalutazione: ${results.count.passed + results.count.failed} prove automatiche in un vero
browser e con la voce vera, di cui ${results.count.passed} superate. La norma è UNI CEI EN 301549 (EN 301 549 V3.2.1) con
i criteri A e AA delle WCAG 2.2. Prove con persone con disabilità: ${toFill}.

La dichiarazione va rivista ogni anno, entro il 23 settembre, e a ogni cambiamento importante.

## Feedback e informazioni di contatto

Chi trova un ostacolo può segnalarlo a ${contact}, oppure allo sportello dove si trova il totem.
Risposte e richieste di informazioni accessibili: ${toFill}.

## Procedura di attuazione

Se la risposta manca o non soddisfa, entro trenta giorni dalla segnalazione ci si può rivolgere al difensore civico per il
digitale, presso l’Agenzia per l’Italia digitale (AgID): <https://www.agid.gov.it/it/agenzia/difensore-civico-per-il-digitale>.

## Informazioni sul totem

- Data di pubblicazione: ${institution.published ?? toFill}
- Sono stati effettuati test di usabilità: ${toFill}
- Programma usato: Totem, licenza EUPL-1.2

## Informazioni sulla struttura

- Dipendenti con disabilità presenti nell’amministrazione: ${toFill}
- Postazioni di lavoro per dipendenti con disabilità: ${toFill}

## I requisiti, uno per uno

| EN 301 549 | WCAG 2.2 | requisito | esito | prova |
|---|---|---|---|---|
${rows.map(({ criterion, verdict }) => rowOf(criterion, verdict)).join('\n')}
`;
}

const names: Record<Verdict, string> = {
  met: 'soddisfatto',
  failed: 'non soddisfatto',
  open: 'non provato',
  place: 'da verificare sul posto',
  editor: 'a cura di chi scrive',
  absent: 'non applicabile',
};

function statusOf(verdicts: readonly Verdict[]): string {
  const norm = 'ai requisiti dell’appendice A della norma UNI CEI EN 301549';
  const met = verdicts.filter((verdict) => verdict === 'met').length;
  if (met === 0) return `Il totem **non è conforme** ${norm}: nessun requisito è provato.`;
  if (verdicts.every((verdict) => verdict === 'met' || verdict === 'absent')) {
    return `Il totem è **conforme** ${norm}.`;
  }
  return `Il totem è **parzialmente conforme** ${norm}, per i motivi elencati sotto.`;
}

function listOf(rows: readonly { criterion: Criterion }[]): string {
  if (rows.length === 0) return 'Nessuno.';
  return rows
    .map(({ criterion }) => `- ${numberOf(criterion)} ${criterion.title}: ${reasonOf(criterion)}`)
    .join('\n');
}

function numberOf({ clause, wcag }: Criterion): string {
  return clause ?? `WCAG ${wcag}`;
}

function reasonOf({ proof }: Criterion): string {
  switch (proof.by) {
    case 'tests':
      return 'una prova non è stata superata o non è stata eseguita';
    case 'absence':
      return proof.why;
    default:
      return proof.what;
  }
}

function rowOf(criterion: Criterion, verdict: Verdict): string {
  const { clause, wcag, title, proof } = criterion;
  const shown =
    proof.by === 'tests'
      ? [...new Set(proof.tests.map(({ file }) => `\`${file}\``))].join(', ')
      : reasonOf(criterion);
  return `| ${clause ?? ''} | ${wcag ?? ''} | ${title} | ${names[verdict]} | ${shown} |`;
}
