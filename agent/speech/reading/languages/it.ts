import { cardinalIt, ordinalIt } from '../numbers/it.ts';
import { romanRule } from '../rules/names.ts';
import { rule } from '../rules/numbers.ts';
import type { Grammar } from '../types.ts';
import { abbreviationRule } from './abbreviations.ts';

const months =
  'gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre'.split(' ');

const letters: Record<string, string> = Object.fromEntries(
  'a=a b=bi c=ci d=di e=e f=effe g=gi h=acca i=i j=i_lunga k=cappa l=elle m=emme n=enne o=o p=pi q=cu r=erre s=esse t=ti u=u v=vu w=vu x=ics y=ipsilon z=zeta'
    .split(' ')
    .map((pair) => pair.replace('_', ' ').split('='))
    .map(([letter = '', name = '']) => [letter, name]),
);

const abbreviations: Record<string, string> = {
  'artt.': 'articoli',
  'art.': 'articolo',
  'c.d.': 'cosiddetto',
  'cfr.': 'confronta',
  'co.': 'comma',
  'lett.': 'lettera',
  'p.zza': 'piazza',
  'p.za': 'piazza',
  'p.le': 'piazzale',
  'v.le': 'viale',
  'c.so': 'corso',
  'l.go': 'largo',
  'str.': 'strada',
  'fraz.': 'frazione',
  'tel.': 'telefono',
  'cell.': 'cellulare',
  'n. verde': 'numero verde',
  'nn.': 'numeri',
  'n.': 'numero',
  'n°': 'numero',
  nº: 'numero',
  'nr.': 'numero',
  'pag.': 'pagina',
  'pagg.': 'pagine',
  'ecc.': 'eccetera',
  'es.': 'esempio',
  'p.es.': 'per esempio',
  'sig.ra': 'signora',
  'sig.na': 'signorina',
  'sigg.': 'signori',
  'sig.': 'signor',
  'dott.ssa': 'dottoressa',
  'dott.': 'dottor',
  'dr.': 'dottor',
  'avv.': 'avvocato',
  'ing.': 'ingegner',
  'arch.': 'architetto',
  'prof.ssa': 'professoressa',
  'prof.': 'professor',
  'on.': 'onorevole',
  'uff.': 'ufficio',
  'int.': 'interno',
  'civ.': 'civico',
  'prov.': 'provincia',
  'min.': 'minimo',
  'max.': 'massimo',
  'ca.': 'circa',
  'lun.': 'lunedì',
  'mar.': 'martedì',
  'mer.': 'mercoledì',
  'gio.': 'giovedì',
  'ven.': 'venerdì',
  'sab.': 'sabato',
  'dom.': 'domenica',
  'gen.': 'gennaio',
  'feb.': 'febbraio',
  'ott.': 'ottobre',
  'nov.': 'novembre',
  'dic.': 'dicembre',
  'e/o': 'e o',
  NASpI: 'naspi',
  eIDAS: 'eidas',
  's.r.l.': 'esse erre elle',
  's.p.a.': 'esse pi a',
};

/** Laws: the kind in words, and `104/1992` as number and year. */
const laws: Record<string, string> = {
  'd.lgs.': 'decreto legislativo',
  'd. lgs.': 'decreto legislativo',
  dlgs: 'decreto legislativo',
  'd.p.r.': 'decreto del presidente della repubblica',
  dpr: 'decreto del presidente della repubblica',
  'd.p.c.m.': 'decreto del presidente del consiglio',
  dpcm: 'decreto del presidente del consiglio',
  'd.m.': 'decreto ministeriale',
  'd.l.': 'decreto legge',
  'l.r.': 'legge regionale',
  'reg. ue': 'regolamento europeo',
};

const acronyms: Record<string, string> = {
  URP: 'urp',
  CI: "carta d'identità",
  CIE: "carta d'identità elettronica",
  CNS: 'carta nazionale dei servizi',
  SPID: 'spid',
  ISEE: 'isèe',
  INPS: 'inps',
  INAIL: 'inàil',
  ANPR: 'a enne pi erre',
  IMU: 'imu',
  TARI: 'tari',
  TASI: 'tasi',
  IRPEF: 'irpef',
  IVA: 'iva',
  PIN: 'pin',
  PUK: 'puk',
  SMS: 'esse emme esse',
  PEC: 'pec',
  CAF: 'caf',
  CAP: 'cap',
  ASL: 'asl',
  ATS: 'a ti esse',
  ASST: 'a esse esse ti',
  ATM: 'a ti emme',
  NASPI: 'naspi',
  DID: 'did',
  SUAP: 'suap',
  SUE: 'sue',
  SCIA: 'scia',
  CILA: 'cila',
  AUA: 'aua',
  AIA: 'aia',
  FOIA: 'fòia',
  CURIT: 'curit',
  CPIA: 'ci pi i a',
  NAS: 'nas',
  SP: 'strada provinciale',
  SS: 'strada statale',
  UE: 'u e',
  USB: 'u esse bi',
  IBAN: 'ìban',
  ANAS: 'anas',
  ATA: 'ata',
  RSA: 'erre esse a',
  ZTL: 'zeta ti elle',
  QR: 'cu erre',
  OK: 'okèi',
  NO: 'no',
  SI: 'sì',
};

const article = (noun: string): string => (/^(un$|uno$|undici|otto|ottanta)/.test(noun) ? "l'" : 'il ');

const elided: Record<string, string> = { il: "l'", al: "all'", del: "dell'", dal: "dall'", sul: "sull'" };

const hour = (value: number): string =>
  value === 1 ? 'una' : value === 24 ? 'ventiquattro' : cardinalIt(value);

/** With the preposition that belongs to it: dalle nove, dall'una, da mezzogiorno. */
function prefixed(preposition: 'da' | 'a', time: string): string {
  if (time.startsWith('una')) return `${preposition}ll'${time}`;
  return `${preposition}lle ${time}`;
}

export function italian(): Grammar {
  return {
    language: 'it',
    cardinal: cardinalIt,
    year: cardinalIt,
    date: (day, month, year) => {
      const first = day === 1 ? 'primo' : cardinalIt(day);
      return `${first} ${months[month - 1]}${year === null ? '' : ` ${cardinalIt(year)}`}`;
    },
    time: (hours, minutes) =>
      minutes === 0
        ? hour(hours)
        : `${hour(hours)} e ${minutes < 10 ? `zero ${cardinalIt(minutes)}` : cardinalIt(minutes)}`,
    timeRange: (from, to) => `${prefixed('da', from)} ${prefixed('a', to)}`,
    range: (from, to) => `da ${from} a ${to}`,
    euros: (whole, one, cents) => {
      const amount = one
        ? 'un euro'
        : `${whole}${/(ilione|iliardo|ilioni|iliardi)$/.test(whole) ? ' di' : ''} euro`;
      return cents === 0
        ? amount
        : `${amount} e ${cents === 1 ? 'un centesimo' : `${cardinalIt(cents)} centesimi`}`;
    },
    percent: 'per cento',
    minus: 'meno',
    point: 'virgola',
    decimalSign: ',',
    groupSign: '.',
    web: { at: 'chiocciola', dot: 'punto', slash: 'barra', dash: 'trattino', underscore: 'trattino basso' },
    units: {
      km: ['un chilometro', 'chilometri'],
      'km/h': ['un chilometro orario', 'chilometri orari'],
      m: ['un metro', 'metri'],
      cm: ['un centimetro', 'centimetri'],
      mm: ['un millimetro', 'millimetri'],
      'm²': ['un metro quadro', 'metri quadri'],
      mq: ['un metro quadro', 'metri quadri'],
      'm³': ['un metro cubo', 'metri cubi'],
      mc: ['un metro cubo', 'metri cubi'],
      kg: ['un chilo', 'chili'],
      g: ['un grammo', 'grammi'],
      t: ['una tonnellata', 'tonnellate'],
      l: ['un litro', 'litri'],
      ml: ['un millilitro', 'millilitri'],
      kW: ['un chilovatt', 'chilovatt'],
      kWh: ['un chilovattora', 'chilovattora'],
      cc: ['un centimetro cubo', 'centimetri cubi'],
      '°C': ['un grado', 'gradi'],
      MB: ['un megabyte', 'megabyte'],
      GB: ['un gigabyte', 'gigabyte'],
      h: ["un'ora", 'ore'],
      min: ['un minuto', 'minuti'],
    },
    signs: {
      '%': 'per cento',
      '&': 'e',
      '+': 'più',
      '@': 'chiocciola',
      '€': 'euro',
      '=': 'uguale',
      '§': 'paragrafo',
      '/': 'o',
      '°': 'gradi',
      '×': 'per',
    },
    letters,
    acronyms,
    digitGap: ' ',
    groupGap: ', ',
    rules: [
      rule(`(\\d{1,4})\\s?[°º](?![\\p{L}C])`, ([, value = '']) => ordinalIt(Number(value))),
      rule(`(\\d{1,4})\\s?ª`, ([, value = '']) => ordinalIt(Number(value), true)),
      rule(
        '(\\d{1,2})°\\s(?=(?:gennaio|febbraio|marzo|aprile|maggio|giugno|luglio|agosto|settembre|ottobre|novembre|dicembre))',
        ([, day = '']) => `${ordinalIt(Number(day))} `,
      ),
      // L. 104/1992; a letter and a full stop alone would be anybody's initial.
      rule(
        '(?:L\\.|[Ll]egge)(?:\\s?n\\.)?\\s?(\\d{1,4})/(\\d{4}|\\d{2})(?!\\d)',
        ([, number = '', year = '']) => law('legge', number, year),
      ),
      // Emergency numbers are said digit by digit, and begin with a vowel then.
      rule(
        '(il|al|del|dal|sul)\\s(?=11[2-8](?!\\d|\\p{L}|[.,]\\d))',
        ([, word = '']) => elided[word.toLowerCase()] ?? null,
        'iuy',
      ),
      rule('[Kk]m\\s(?=\\d)', () => 'chilometro '),
      abbreviationRule(laws),
      rule('(?:n\\.\\s?)?(\\d{1,4})/((?:19|20)\\d{2})(?![\\d/])', ([found = '', number = '', year = '']) =>
        law(found.startsWith('n') ? 'numero' : '', number, year),
      ),
      // House numbers: 12/A, 12/bis.
      rule(
        '(\\d{1,4})/(\\p{L}|bis|ter)(?!\\p{L})',
        ([, number = '', part = '']) =>
          `${cardinalIt(Number(number))} ${letters[part.toLowerCase()] ?? part}`,
      ),
      rule(
        'CAP\\s?(\\d{5})',
        ([, code = '']) => `cap ${[...code].map((digit) => cardinalIt(Number(digit))).join(' ')}`,
      ),
      rule('\\d{5}(?=\\s\\p{Lu}\\p{Ll})', ([code = '']) =>
        [...code].map((digit) => cardinalIt(Number(digit))).join(' '),
      ),
      rule('(?:[Oo]re)\\s(\\d{1,2})(?![\\d.:,/-])', ([, value = '']) => `ore ${cardinalIt(Number(value))}`),
      rule(
        '[Ii]l\\s(11|8|80)(?=\\s(?:gennaio|febbraio|marzo|aprile|maggio|giugno|luglio|agosto|settembre|ottobre|novembre|dicembre))',
        ([, day = '']) => {
          const word = cardinalIt(Number(day));
          return article(word) + word;
        },
      ),
      romanRule(
        /(?:secolo|papa|re|capo|titolo|allegato|parte|classe|tabella|Umberto|Vittorio|Carlo|Pio|Leone|Emanuele|Enrico)\s$/i,
        (value) => ordinalIt(value),
      ),
      abbreviationRule(abbreviations),
    ],
  };
}

/** `104/92`: its number and its year, of two figures or four. */
function law(kind: string, number: string, year: string): string {
  return `${kind} ${cardinalIt(Number(number))} del ${cardinalIt(Number(year))}`.trim();
}
