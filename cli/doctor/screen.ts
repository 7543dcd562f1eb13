import type { CheckResult, DoctorEvent, Finding, Verdict } from '../../protocol/index.ts';
import { type Paint, type Painter, plain, type Terminal } from '../output/index.ts';

/** Shows a run as it goes: what is done, what was found, and what to do. */
export interface Screen {
  show(event: DoctorEvent): void;
  /** Takes the line away that says what is being done. */
  clear(): void;
}

const marks = {
  utf8: { good: '✓', note: '·', warning: '!', failed: '✗' },
  ascii: { good: '+', note: '-', warning: '!', failed: 'x' },
} as const;

const paints: Record<Finding['weight'], Paint> = {
  good: 'good',
  note: 'dim',
  warning: 'warn',
  failed: 'bad',
};
const weights: Record<CheckResult['outcome'], Finding['weight']> = {
  ok: 'good',
  skipped: 'note',
  warning: 'warning',
  failed: 'failed',
};
const titles: Record<Verdict['outcome'], [Paint, string]> = {
  ok: ['good', 'OK'],
  usable: ['warn', 'USABLE'],
  out_of_order: ['bad', 'OUT OF ORDER'],
};

export function createScreen(options: {
  terminal: Terminal;
  paint: Painter;
  environment: NodeJS.ProcessEnv;
  width: number | undefined;
}): Screen {
  const { terminal, paint, environment, width } = options;
  const { LC_ALL, LC_CTYPE, LANG } = environment;
  // A serial console often knows no more than ASCII.
  const signs = /utf-?8/i.test(LC_ALL || LC_CTYPE || LANG || '') ? marks.utf8 : marks.ascii;
  const live = terminal.err.isTTY && terminal.out.isTTY;
  let shown = false;

  const clear = () => {
    if (shown) terminal.err.write('\r\u001b[K');
    shown = false;
  };
  const doing = (text: string) => {
    if (!live) return;
    clear();
    terminal.err.write(plain(text).slice(0, (width ?? 80) - 1));
    shown = true;
  };
  const say = (line: string) => {
    clear();
    terminal.out.write(`${line}\n`);
  };
  const result = ({ check, outcome, findings, seconds }: CheckResult) => {
    const weight = weights[outcome];
    say(
      `${paint(paints[weight], signs[weight])} ${paint('strong', check)}  ${outcome}, ${seconds.toFixed(1)} s`,
    );
    for (const finding of findings) {
      say(`    ${paint(paints[finding.weight], signs[finding.weight])} ${plain(finding.text)}`);
      if (finding.cure && finding.weight !== 'good') say(`      ${paint('dim', plain(finding.cure))}`);
    }
  };
  const verdict = ({ outcome, text, actions }: Verdict) => {
    const [colour, title] = titles[outcome];
    say(`\n${paint(colour, title)}  ${plain(text)}`);
    if (actions.length > 0) say('\nWhat to do:');
    actions.forEach(({ check, text: action }, index) => {
      say(`  ${index + 1}. ${plain(action)} ${paint('dim', `(${check})`)}`);
    });
  };

  return {
    clear,
    show(event) {
      if (event.type === 'check') doing(`... ${event.check}`);
      if (event.type === 'progress') {
        const share = event.share === null ? '' : ` ${Math.round(event.share * 100)} %`;
        doing(`... ${event.check}: ${event.text}${share}`);
      }
      if (event.type === 'question') {
        clear();
        terminal.err.write(`${paint('strong', '?')} ${plain(event.question.text)} [y]es, [n]o, [s]kip `);
        shown = live;
      }
      if (event.type === 'picture') say(`  Picture: ${plain(event.file)}`);
      if (event.type === 'result') result(event.result);
      if (event.type === 'verdict') verdict(event.verdict);
    },
  };
}
