import { proofs } from './proofs.ts';
import type { Criterion, NamedTest, Proof } from './types.ts';

const tests = (...lists: NamedTest[][]): Proof => ({ by: 'tests', tests: lists.flat() });
const absence = (why: string): Proof => ({ by: 'absence', why });
const editor = (what: string): Proof => ({ by: 'editor', what });

const {
  axe,
  fits,
  enlarged,
  sideways,
  narrow,
  contrast,
  highContrast,
  calm,
  gaps,
  signs,
  told,
  changes,
  mute,
  keypad,
  oneFinger,
  tab,
  scrollButtons,
  language,
  threeTouches,
  card,
  returns,
  time,
  chooser,
  texting,
} = proofs;

/** Chapter 11 of EN 301 549 repeats WCAG 2.1 under its own numbers; the rest is of WCAG 2.2. */
const criterion = (
  wcag: string,
  title: string,
  proof: Proof,
  clause: string | null = `11.${wcag}`,
): Criterion => ({
  clause,
  wcag,
  title,
  proof,
});
const newer = (wcag: string, title: string, proof: Proof): Criterion => criterion(wcag, title, proof, null);

const noMedia = absence('nelle pagine del servizio non ci sono suoni né video registrati');
const noFilling = absence('nulla si compila da sé, e nulla si chiede due volte');

/** Success criteria of WCAG 2.2, levels A and AA. */
export const wcagCriteria: readonly Criterion[] = [
  criterion('1.1.1', 'Contenuti non testuali', tests(axe, told)),
  criterion('1.2.1', 'Solo audio e solo video (preregistrati)', noMedia),
  criterion('1.2.2', 'Sottotitoli (preregistrati)', noMedia),
  criterion('1.2.3', 'Audiodescrizione o tipo di media alternativo (preregistrato)', noMedia),
  criterion(
    '1.2.4',
    'Sottotitoli (in tempo reale)',
    absence('il criterio non riguarda le chiamate tra due persone, che hanno il testo in tempo reale'),
  ),
  criterion('1.2.5', 'Audiodescrizione (preregistrata)', noMedia),
  criterion('1.3.1', 'Informazioni e correlazioni', tests(axe, card)),
  criterion('1.3.2', 'Sequenza significativa', tests(told)),
  criterion(
    '1.3.3',
    'Caratteristiche sensoriali',
    editor('nessuna istruzione si affida a forma, colore o posizione'),
  ),
  criterion('1.3.4', 'Orientamento', tests(sideways)),
  criterion('1.3.5', 'Identificare lo scopo degli input', noFilling),
  criterion('1.4.1', 'Uso del colore', tests(axe)),
  criterion('1.4.2', 'Controllo del sonoro', tests(mute)),
  criterion('1.4.3', 'Contrasto (minimo)', tests(contrast, highContrast)),
  criterion('1.4.4', 'Ridimensionamento del testo', tests(enlarged, fits)),
  criterion('1.4.5', 'Immagini di testo', editor('le immagini delle schede non contengono testo')),
  criterion('1.4.10', 'Ricalcolo del flusso', tests(narrow)),
  criterion('1.4.11', 'Contrasto in contenuti non testuali', tests(signs)),
  criterion('1.4.12', 'Spaziatura del testo', absence('il totem non offre di cambiare i fogli di stile')),
  criterion('1.4.13', 'Contenuto con Hover o Focus', absence('nulla compare al passaggio o al fuoco')),
  criterion('2.1.1', 'Tastiera', tests(keypad, tab)),
  criterion('2.1.2', 'Nessun impedimento all’uso della tastiera', tests(keypad, tab)),
  criterion('2.1.4', 'Tasti di scelta rapida', absence('non ci sono scorciatoie di un solo carattere')),
  criterion('2.2.1', 'Regolazione tempi di esecuzione', tests(time, changes)),
  criterion('2.2.2', 'Pausa, stop, nascondi', tests(calm)),
  criterion(
    '2.3.1',
    'Tre lampeggiamenti o inferiore alla soglia',
    editor('i video del ciclo di attesa non lampeggiano'),
  ),
  criterion('2.4.1', 'Salto di blocchi', absence('è una applicazione: EN 301 549 non lo chiede'), null),
  criterion('2.4.2', 'Titolazione della pagina', tests(axe), null),
  criterion('2.4.3', 'Ordine del focus', tests(told, keypad)),
  criterion('2.4.4', 'Scopo del collegamento (nel contesto)', tests(axe, told)),
  criterion('2.4.5', 'Differenti modalità', tests(threeTouches), null),
  criterion('2.4.6', 'Intestazioni ed etichette', tests(card, told)),
  criterion('2.4.7', 'Focus visibile', tests(tab, keypad)),
  newer('2.4.11', 'Focus non oscurato (minimo)', tests(keypad)),
  criterion('2.5.1', 'Movimenti del puntatore', tests(scrollButtons, oneFinger)),
  criterion('2.5.2', 'Cancellazione delle azioni del puntatore', tests(oneFinger)),
  criterion('2.5.3', 'Etichetta nel nome', tests(axe)),
  criterion('2.5.4', 'Azionamento da movimento', absence('il totem non si muove')),
  newer('2.5.7', 'Movimenti di trascinamento', tests(scrollButtons)),
  newer('2.5.8', 'Dimensione dell’obiettivo (minimo)', tests(fits, gaps)),
  criterion('3.1.1', 'Lingua della pagina', tests(axe, language)),
  criterion('3.1.2', 'Parti in lingua', tests(language), null),
  criterion('3.2.1', 'Al focus', tests(keypad)),
  criterion('3.2.2', 'All’input', tests(keypad)),
  criterion('3.2.3', 'Navigazione coerente', tests(chooser, returns), null),
  criterion('3.2.4', 'Identificazione coerente', tests(chooser), null),
  newer('3.2.6', 'Aiuto coerente', tests(chooser)),
  criterion('3.3.1', 'Identificazione di errori', tests(texting)),
  criterion('3.3.2', 'Etichette o istruzioni', tests(axe)),
  criterion('3.3.3', 'Suggerimenti per gli errori', tests(texting)),
  criterion('3.3.4', 'Prevenzione degli errori (legali, finanziari, dati)', tests(texting)),
  newer('3.3.7', 'Inserimento ridondante', noFilling),
  newer('3.3.8', 'Autenticazione accessibile (minimo)', absence('non ci si identifica')),
  criterion('4.1.2', 'Nome, ruolo, valore', tests(axe, told)),
  criterion('4.1.3', 'Messaggi di stato', tests(changes), null),
];
