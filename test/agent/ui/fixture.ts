import type {
  Card,
  CompiledContent,
  EventItem,
  NewsItem,
  Office,
  PlaceMap,
} from '../../../protocol/content/compiled.ts';

/** A small release that has every part the page can show, and some that are missing. */
export function fixtureContent(release: string): CompiledContent {
  const themes: [id: string, icon: string, it: string, en: string][] = [
    ['lavoro', 'work', 'Cercare lavoro', 'Finding work'],
    ['scuola', 'school', 'Scuola e studio', 'School and study'],
    ['strade', 'road', 'Strade e permessi', 'Roads and permits'],
    ['ambiente', 'environment', 'Ambiente', 'Environment'],
    ['trasporti', 'transport', 'Muoversi', 'Getting around'],
    ['cittadini', 'help', 'Informazioni e ascolto', 'Information and help'],
  ];
  return {
    release,
    title: { it: 'Provincia di prova', en: 'Province of trials' },
    defaultLanguage: 'it',
    languages: ['it', 'en'],
    categories: themes.map(([id, icon, it, en]) => ({
      id,
      icon,
      title: { it, en },
      summary: {
        it: 'Sportelli, domande e scadenze che servono a chi abita qui',
        en: 'Desks, applications and deadlines for those who live here',
      },
    })),
    cards: themes.flatMap(([id]) => [card(`${id}-uno`, id, 'uno'), card(`${id}-due`, id, 'due')]),
    offices: [office],
    news: [news],
    events: [event],
    playlist: [
      { media: 'media/uno.svg', kind: 'image', seconds: 1 },
      { media: 'media/due.svg', kind: 'image', seconds: 1 },
    ],
    assistant: { synonyms: {}, suggestions: {}, written: {}, elsewhere: [], flows: [] },
  };
}

/** The second card of each theme exists in Italian only. */
function card(id: string, category: string, number: 'uno' | 'due'): Card {
  const it = {
    title: `Iscriversi allo sportello ${id}`,
    summary: 'Per entrare nelle liste, avere un colloquio e ricevere le offerte della zona.',
    audience: 'Chi ha compiuto 16 anni, cerca un’occupazione e abita in uno dei comuni della provincia.',
    html: '<p>La domanda si presenta di persona o in linea:</p><ol><li>prendi un appuntamento;</li><li>porta i documenti allo sportello;</li><li>firma il patto di servizio con l’operatore.</li></ol><h2>Chi non può venire</h2><p>Scrivi a <a href="mailto:prova@example.org">prova@example.org</a>.</p>',
    needed: ['Documento di identità valido', 'Codice fiscale', 'Permesso di soggiorno, per chi lo ha'],
    outcome: 'L’iscrizione, un colloquio e un percorso su misura.',
    times: 'Il colloquio si tiene entro 30 giorni.',
    costs: 'Gratuito',
    office: 'sportello',
    link: `https://example.org/servizi/${id}`,
    image: number === 'uno' ? 'media/uno.svg' : null,
    keywords: ['prova'],
    askedAs: [],
    simple:
      number === 'uno'
        ? [
            { icon: 'calendar', text: 'Prendi un appuntamento.' },
            { icon: null, text: 'Porta i documenti.' },
          ]
        : [],
    updated: '2026-10-05',
  };
  const en = {
    ...it,
    title: `Registering at the ${id} desk`,
    summary: 'To be on the lists, have an interview and receive the offers of your area.',
    audience: 'Anyone over 16 who is looking for work and lives in one of the towns of the province.',
    html: '<p>You apply in person or online:</p><ol><li>make an appointment;</li><li>bring your papers to the desk;</li><li>sign the service pact.</li></ol>',
    needed: ['A valid identity document', 'Tax code', 'Residence permit, if you have one'],
    outcome: 'Your registration, an interview and a path made for you.',
    times: 'The interview takes place within 30 days.',
    costs: 'Free of charge',
    simple: [{ icon: 'calendar', text: 'Make an appointment.' }],
  };
  return { id, category, versions: number === 'uno' ? { it, en } : { it } };
}

const morning = { from: 540, to: 750 };
const afternoon = { from: 840, to: 990 };

/** Starts at the stop, ends at the desk. */
const map: PlaceMap = {
  width: 200,
  height: 150,
  areas: [
    {
      kind: 'green',
      shape: [
        { x: 10, y: 10 },
        { x: 70, y: 10 },
        { x: 60, y: 60 },
      ],
      name: { it: 'Giardini di prova', en: 'Trial gardens' },
    },
  ],
  streets: [
    {
      name: 'Via della Prova',
      kind: 'main',
      line: [
        { x: 10, y: 110 },
        { x: 190, y: 90 },
      ],
    },
  ],
  stops: [{ kind: 'metro', name: 'Prova', lines: ['M1'], at: { x: 30, y: 108 } }],
  landmarks: [{ name: { it: 'Fontana', en: 'Fountain' }, at: { x: 100, y: 60 } }],
  entrance: { at: { x: 150, y: 85 }, stepFree: true },
  here: { x: 160, y: 80 },
  ways: [
    {
      from: { it: 'M1 Prova', en: 'M1 Prova' },
      stepFree: true,
      minutes: 4,
      line: [
        { x: 30, y: 108 },
        { x: 148, y: 95 },
        { x: 150, y: 85 },
      ],
      steps: {
        it: ['Esci dalla metropolitana con l’ascensore.', 'Prendi via della Prova.'],
        en: ['Leave the metro by the lift.', 'Take Via della Prova.'],
      },
    },
    {
      from: { it: 'La fontana', en: 'The fountain' },
      stepFree: false,
      minutes: 3,
      line: [
        { x: 100, y: 60 },
        { x: 148, y: 95 },
        { x: 150, y: 85 },
      ],
      steps: { it: ['Scendi verso via della Prova.'] },
    },
  ],
};

const news: NewsItem = {
  id: 'avviso',
  from: '2026-01-01',
  until: null,
  versions: {
    it: {
      title: 'Lo sportello cambia sede',
      summary: 'Da oggi si entra dal numero 1.',
      html: '<p>Il vecchio ingresso resta chiuso.</p>',
      office: 'sportello',
      link: null,
      image: null,
    },
  },
};

const event: EventItem = {
  id: 'incontro',
  from: '2026-01-01',
  until: '2099-12-31',
  hours: [{ from: 600, to: 720 }],
  versions: {
    it: {
      title: 'Incontro con le imprese',
      summary: 'Colloqui brevi, senza prenotazione.',
      html: '<p>Porta il curriculum.</p>',
      place: 'Via della Prova 1, Milano',
      costs: 'Gratuito',
      office: 'sportello',
      link: 'https://example.org/incontro',
      image: null,
    },
    en: {
      title: 'Meeting businesses',
      summary: 'Short interviews, no booking.',
      html: '<p>Bring your CV.</p>',
      place: 'Via della Prova 1, Milan',
      costs: 'Free of charge',
      office: 'sportello',
      link: 'https://example.org/incontro',
      image: null,
    },
  },
};

const office: Office = {
  id: 'sportello',
  opening: {
    week: [
      [morning, afternoon],
      [morning, afternoon],
      [morning, afternoon],
      [morning, afternoon],
      [morning],
      [],
      [],
    ],
    holidays: true,
    patron: { month: 12, day: 7, name: { it: 'Sant’Ambrogio', en: 'Saint Ambrose' } },
    exceptions: [],
  },
  map,
  versions: {
    it: {
      name: 'Sportello di prova',
      summary: 'Informa, ascolta e riceve le domande.',
      address: 'Via della Prova 1',
      town: 'Milano',
      phone: '02 0000 000',
      email: 'sportello@example.org',
      hours: ['Da lunedì a giovedì 9.00–12.30 e 14.00–16.30', 'Venerdì 9.00–12.30', 'Sabato chiuso'],
      remarks: ['Il pomeriggio su appuntamento'],
      askedAs: [],
      html: '<p>Metropolitana linea 1, fermata a 200 metri. Ingresso senza gradini.</p>',
    },
    en: {
      name: 'Trial desk',
      summary: 'It informs, listens and takes applications.',
      address: 'Via della Prova 1',
      town: 'Milan',
      phone: '02 0000 000',
      email: 'sportello@example.org',
      hours: ['Monday to Thursday 9.00–12.30 and 14.00–16.30', 'Friday 9.00–12.30', 'Saturday closed'],
      remarks: ['In the afternoon by appointment'],
      askedAs: [],
      html: '<p>Metro line 1, stop at 200 metres. Step-free entrance.</p>',
    },
  },
};

/** Any picture of the fixture. */
export const fixturePicture = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1080 1920"><defs><linearGradient id="a" x2="0" y2="1"><stop stop-color="#f4b860"/><stop offset="1" stop-color="#c8553d"/></linearGradient></defs><rect width="1080" height="1920" fill="url(#a)"/><circle cx="540" cy="620" r="260" fill="#ffe8c2"/><path d="M0 1100 300 820l260 240 220-180 300 260v780H0z" fill="#17324d"/></svg>`;
