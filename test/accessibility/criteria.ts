import { proofs } from './proofs.ts';
import type { Criterion, NamedTest, Proof } from './types.ts';
import { wcagCriteria } from './wcag.ts';

const tests = (...lists: NamedTest[][]): Proof => ({ by: 'tests', tests: lists.flat() });
const place = (what: string): Proof => ({ by: 'place', what });
const editor = (what: string): Proof => ({ by: 'editor', what });
const absence = (why: string): Proof => ({ by: 'absence', why });

const {
  told,
  help,
  headphones,
  discreet,
  changes,
  foreign,
  languages,
  spoken,
  volume,
  mute,
  large,
  answerShown,
  keypad,
  tab,
  typed,
  chooser,
  doubleStrike,
  scrollButtons,
  oneFinger,
  reach,
  callText,
  callDevices,
  callTold,
  callLook,
  callWhoSpeaks,
  callBandwidth,
  callResolution,
  callVolume,
} = proofs;

const noBiometrics = absence('il totem non riconosce le persone');
const noReceipts = absence(
  'non si concludono operazioni: quello che si stampa è la scheda, che viene letta per intero',
);
const nothing = (what: string): Proof => ({ by: 'nothing', what });

/** EN 301 549 V3.2.1, chapters 5, 6, 7 and 8, as they touch a public terminal without the citizen's own aids. */
const terminalCriteria: Criterion[] = [
  { clause: '5.1.2.2', title: 'Uso senza tecnologie assistive proprie', proof: tests(told, help) },
  { clause: '5.1.3.1', title: 'Uscita vocale: generalità', proof: tests(told) },
  { clause: '5.1.3.2', title: 'Uscita vocale: voce compresa', proof: tests(spoken, languages) },
  { clause: '5.1.3.3', title: 'Uscita vocale: corrispondenza con lo schermo', proof: tests(told, changes) },
  { clause: '5.1.3.4', title: 'Uscita vocale: controllo da parte di chi la usa', proof: tests(told, spoken) },
  { clause: '5.1.3.5', title: 'Uscita vocale: interruzione automatica', proof: tests(told, spoken) },
  { clause: '5.1.3.6', title: 'Uscita vocale per contenuti non testuali', proof: tests(told) },
  {
    clause: '5.1.3.7',
    title: 'Uscita vocale per informazioni video',
    proof: editor('i video del ciclo di attesa non portano informazioni che non siano anche nelle schede'),
  },
  { clause: '5.1.3.8', title: 'Uscita vocale di ciò che si scrive', proof: tests(discreet) },
  {
    clause: '5.1.3.9',
    title: 'Uscita vocale di dati personali in ascolto privato',
    proof: tests(discreet, headphones),
  },
  { clause: '5.1.3.10', title: 'Nessun altro suono durante la voce', proof: tests(mute) },
  { clause: '5.1.3.11', title: 'Volume in ascolto privato', proof: tests(volume, callVolume) },
  {
    clause: '5.1.3.12',
    title: 'Volume dell’altoparlante',
    proof: place(
      'almeno 65 dBA dove sta chi ascolta, e 20 dB di differenza dal rumore del luogo, con il tasto del volume',
    ),
  },
  { clause: '5.1.3.13', title: 'Volume che torna al valore iniziale', proof: tests(volume) },
  { clause: '5.1.3.14', title: 'Voce nella lingua dello schermo', proof: tests(foreign, languages) },
  { clause: '5.1.3.15', title: 'Errori detti a chi non vede', proof: tests(changes) },
  { clause: '5.1.3.16', title: 'Ricevute e biglietti detti a voce', proof: noReceipts },
  { clause: '5.1.4', title: 'Maiuscole di almeno 7,3 mm', proof: tests(large) },
  { clause: '5.1.5', title: 'Testo per ogni informazione sonora', proof: tests(answerShown) },
  { clause: '5.1.6.1', title: 'Uso con i tasti', proof: tests(keypad, tab) },
  { clause: '5.1.6.2', title: 'Fuoco dei tasti senza trappole', proof: tests(keypad, tab) },
  { clause: '5.1.7', title: 'Uso senza la voce di chi chiede', proof: tests(typed, keypad) },
  {
    clause: '5.2',
    title: 'Attivazione delle funzioni di accessibilità',
    proof: tests(chooser, help, headphones),
  },
  { clause: '5.3', title: 'Biometria', proof: noBiometrics },
  {
    clause: '5.5.1',
    title: 'Parti da azionare senza presa né torsione',
    proof: tests(scrollButtons, oneFinger),
  },
  {
    clause: '5.5.2',
    title: 'Parti riconoscibili al tatto senza azionarle',
    proof: place('tastiera tattile: rilievo sul tasto OK, frecce in croce, tasti distanziati'),
  },
  {
    clause: '5.7',
    title: 'Ripetizione dei tasti',
    proof: absence('il tasto OK tenuto premuto non si ripete; le frecce non fanno nulla di definitivo'),
  },
  {
    clause: '5.8',
    title: 'Accettazione della doppia battuta',
    proof: tests(doubleStrike),
  },
  { clause: '5.9', title: 'Nessuna azione simultanea', proof: tests(oneFinger) },
  {
    clause: '6.1',
    title: 'Banda del suono nella comunicazione vocale',
    proof: tests(callBandwidth),
  },
  { clause: '6.2.1.1', title: 'Testo in tempo reale: comunicazione', proof: tests(callText) },
  { clause: '6.2.1.2', title: 'Voce e testo insieme', proof: tests(callText, callTold) },
  { clause: '6.2.2.1', title: 'Testo inviato e ricevuto distinti alla vista', proof: tests(callLook) },
  {
    clause: '6.2.2.2',
    title: 'Direzione del testo determinabile dal programma',
    proof: tests(callText, callTold),
  },
  { clause: '6.2.2.3', title: 'Chi scrive è indicato', proof: tests(callText, callTold) },
  {
    clause: '6.2.2.4',
    title: 'Indicatore visivo dell’attività sonora con il testo in tempo reale',
    proof: tests(callWhoSpeaks),
  },
  {
    clause: '6.2.3',
    title: 'Interoperabilità del testo in tempo reale',
    proof: absence('la chiamata va solo agli operatori dell’ente, con lo stesso sistema'),
  },
  { clause: '6.2.4', title: 'Testo in tempo reale: ogni lettera parte subito', proof: tests(callText) },
  {
    clause: '6.3',
    title: 'Identificazione di chi chiama',
    proof: absence('il totem non riceve chiamate; a chi si parla è scritto sullo schermo'),
  },
  { clause: '6.4', title: 'Alternative ai servizi basati sulla voce', proof: tests(callText) },
  {
    clause: '6.5.2',
    title: 'Video: risoluzione',
    proof: tests(callResolution),
  },
  {
    clause: '6.5.3',
    title: 'Video: immagini al secondo',
    proof: nothing('`npm run bench -- call` le misura; su un totem non lo ha ancora fatto nessuno'),
  },
  {
    clause: '6.5.4',
    title: 'Video: sincronia tra suono e immagine',
    proof: nothing('`npm run bench -- call` la misura; su un totem non lo ha ancora fatto nessuno'),
  },
  {
    clause: '6.5.5',
    title: 'Indicatore visivo dell’attività sonora con il video',
    proof: tests(callWhoSpeaks),
  },
  {
    clause: '6.5.6',
    title: 'Identificazione di chi parla con la lingua dei segni',
    proof: tests(callDevices),
  },
  {
    clause: '7.1',
    title: 'Sottotitoli',
    proof: editor(
      'i video del ciclo di attesa sono senza suono; un video con voce porta i sottotitoli nell’immagine',
    ),
  },
  {
    clause: '7.2',
    title: 'Audiodescrizione',
    proof: editor('quello che un video mostra è anche in una scheda'),
  },
  { clause: '8.1.2', title: 'Connessioni standard', proof: place('presa per cuffie da 3,5 mm') },
  { clause: '8.3.2', title: 'Raggiungibilità frontale', proof: tests(reach) },
  {
    clause: '8.3.2.1',
    title: 'Altezza massima dei comandi fissi',
    proof: place(
      'tastiera, presa delle cuffie e stampante tra 380 e 1220 mm da terra; misure dello schermo in `panel`',
    ),
  },
  {
    clause: '8.3.4',
    title: 'Spazio libero a terra',
    proof: place('760 × 1220 mm, senza gradini né dislivelli sopra 6,4 mm'),
  },
  {
    clause: '8.3.5',
    title: 'Leggibilità da seduti',
    proof: place('schermo leggibile da un punto a 1015 mm da terra, senza riflessi'),
  },
  {
    clause: '8.4.2.1',
    title: 'Parti meccaniche azionabili con una mano',
    proof: place('tasti e prese azionabili con una mano, senza stringere né ruotare il polso'),
  },
  { clause: '8.4.2.2', title: 'Forza delle parti meccaniche', proof: place('al massimo 22,2 N') },
  {
    clause: '8.5',
    title: 'Indicazione tattile della modalità vocale',
    proof: place('indicazione a rilievo e in Braille accanto alla presa delle cuffie'),
  },
];

/** Every criterion of the declaration, in the order of the norm. */
export const criteria: readonly Criterion[] = [...terminalCriteria, ...wcagCriteria];
