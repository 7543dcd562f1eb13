/**
 * The page's own icons: paths on a 24 x 24 grid, drawn as round strokes of one width. Content names them for its
 * categories; a name that is not here is shown as `info`.
 */
export const icons = {
  work: ['M4 8h16v11H4z', 'M9 8V5.5h6V8', 'M4 13h16', 'M12 12v2'],
  school: ['M12 4 2.5 9 12 14l9.5-5z', 'M6 11v5.5c1.7 1.4 3.8 2 6 2s4.3-.6 6-2V11', 'M21.5 9v5.5'],
  road: ['M8.5 4 4 20', 'M15.5 4 20 20', 'M12 5v2.5', 'M12 11v2.5', 'M12 17v2.5'],
  environment: ['M5 19C4 10 9.5 4.5 20 4c.5 10-5 16-13 14', 'M5 20c1.5-5 4.5-8.5 9-10.5'],
  transport: ['M5 5.5h14V17H5z', 'M5 12h14', 'M7.5 17v2.5', 'M16.5 17v2.5', 'M8 14.6h.01', 'M16 14.6h.01'],
  people: [
    'M9 11a3.2 3.2 0 1 0 0-6.4A3.2 3.2 0 0 0 9 11z',
    'M3 19.5c0-3.5 2.5-5.5 6-5.5s6 2 6 5.5',
    'M15.5 5a3 3 0 0 1 0 5.8',
    'M17 14.3c2.5.5 4 2.3 4 5.2',
  ],
  family: [
    'M8 9.5a2.7 2.7 0 1 0 0-5.4 2.7 2.7 0 0 0 0 5.4z',
    'M3 20v-2.5C3 14.5 5 12.5 8 12.5c1.5 0 2.7.4 3.6 1.2',
    'M16.5 14.5a2.1 2.1 0 1 0 0-4.2 2.1 2.1 0 0 0 0 4.2z',
    'M12.5 20c0-2.2 1.6-3.5 4-3.5s4 1.3 4 3.5',
  ],
  home: ['M3.5 11.5 12 4l8.5 7.5', 'M6 9.5V20h12V9.5', 'M10 20v-5.5h4V20'],
  building: ['M5 20V4.5h9V20', 'M14 9.5h5V20', 'M3 20h18', 'M8 8h3', 'M8 11.5h3', 'M8 15h3', 'M16.5 13h.01'],
  office: ['M3.5 9.5 12 4l8.5 5.5z', 'M5.5 9.5V17', 'M10 9.5V17', 'M14 9.5V17', 'M18.5 9.5V17', 'M3.5 20h17'],
  health: ['M12 20S3.5 15 3.5 9.2A4.5 4.5 0 0 1 12 7a4.5 4.5 0 0 1 8.5 2.2C20.5 15 12 20 12 20z'],
  document: ['M6 3.5h8l4 4v13H6z', 'M14 3.5v4h4', 'M9 12h6', 'M9 15.5h6'],
  culture: [
    'M12 6.5C9.5 5 6.5 4.5 3.5 5v13.5c3-.5 6 0 8.5 1.5 2.5-1.5 5.5-2 8.5-1.5V5c-3-.5-6 0-8.5 1.5z',
    'M12 6.5V20',
  ],
  sport: [
    'M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17z',
    'M6 6c3.5 3.5 3.5 8.5 0 12',
    'M18 6c-3.5 3.5-3.5 8.5 0 12',
  ],
  water: ['M12 3.5c3.5 4 6 7.2 6 10.5a6 6 0 0 1-12 0c0-3.3 2.5-6.5 6-10.5z', 'M9 14.5a3 3 0 0 0 3 3'],
  energy: ['M13 3 5.5 13.5H11L10.5 21 18.5 10H13z'],
  business: ['M4 20V10.5', 'M9.5 20V5', 'M15 20v-7', 'M20.5 20V8', 'M2.5 20h19'],
  help: [
    'M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17z',
    'M9.5 9.5a2.5 2.5 0 1 1 3.8 2.2c-.9.5-1.3 1-1.3 2',
    'M12 16.7h.01',
  ],
  info: ['M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17z', 'M12 11v5.5', 'M12 7.7h.01'],
  euro: ['M18 6.5A7 7 0 1 0 18 17.5', 'M4 10.5h9', 'M4 13.5h8'],
  world: [
    'M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17z',
    'M3.5 12h17',
    'M12 3.5c2.5 2.5 3.7 5.3 3.7 8.5s-1.2 6-3.7 8.5c-2.5-2.5-3.7-5.3-3.7-8.5S9.5 6 12 3.5z',
  ],
  accessibility: [
    'M12 6.2a1.6 1.6 0 1 0 0-3.2 1.6 1.6 0 0 0 0 3.2z',
    'M5 8.5c4.5 1.3 9.5 1.3 14 0',
    'M10 9.5v4.5l-2.5 6.5',
    'M14 9.5v4.5l2.5 6.5',
    'M10 14h4',
  ],
  print: ['M7 9V3.5h10V9', 'M7 16.5H4V9h16v7.5h-3', 'M7 13.5h10v7H7z', 'M9.5 16h5', 'M16.8 11.2h.01'],
  back: ['M20 12H4.5', 'M11 5.5 4.5 12l6.5 6.5'],
  forward: ['M9 5.5 15.5 12 9 18.5'],
  up: ['M5.5 15 12 8.5l6.5 6.5'],
  down: ['M5.5 9 12 15.5 18.5 9'],
  done: ['M5 12.5 10 17.5 19.5 7'],
  clock: ['M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17z', 'M12 7.5V12l3.5 2.5'],
  gift: [
    'M4 12h16v8.5H4z',
    'M3 8h18v4H3z',
    'M12 8v12.5',
    'M12 8C9 8 7.5 7 7.5 5.5S10 3.5 12 8z',
    'M12 8c3 0 4.5-1 4.5-2.5S14 3.5 12 8z',
  ],
  place: [
    'M12 21c4.5-4.7 6.8-8 6.8-11a6.8 6.8 0 0 0-13.6 0c0 3 2.3 6.3 6.8 11z',
    'M12 12.3a2.4 2.4 0 1 0 0-4.8 2.4 2.4 0 0 0 0 4.8z',
  ],
  phone: [
    'M6 3.5h3l1.5 4.5-2 1.5c1 2.5 3 4.5 5.5 5.5l1.5-2 4.5 1.5v3c0 1.5-1 2.5-2.5 2.5C10.5 20 4 13.5 3.5 6 3.5 4.5 4.5 3.5 6 3.5z',
  ],
  mail: ['M3.5 5.5h17v13h-17z', 'm3.5 7 8.5 6 8.5-6'],
  search: ['M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13z', 'M15.3 15.3 20.5 20.5'],
  calendar: ['M4 6h16v14H4z', 'M4 10.5h16', 'M8.5 3.5v4', 'M15.5 3.5v4', 'M8 14h3v3H8z'],
  map: ['M3.5 6 9 4l6 2 5.5-2v14L15 20l-6-2-5.5 2z', 'M9 4v14', 'M15 6v14'],
  speak: ['M4 5h16v11h-8.5L7 19.5V16H4z', 'M8 9h8', 'M8 12.3h5'],
  bell: ['M6 16.5V11a6 6 0 0 1 12 0v5.5l1.5 1.5h-15z', 'M10.2 20.5h3.6'],
  walk: [
    'M13 5.5a1.5 1.5 0 1 0 0-3 1.5 1.5 0 0 0 0 3z',
    'M8 11l4-3.5 2 3.5 3 1.5',
    'M12 8l-1 6 3 2.5v5',
    'M11 14l-2.5 7.5',
  ],
  screen: ['M3.5 4.5h17v11.5h-17z', 'M12 16v3.5', 'M8 19.5h8'],
  keypad: [
    'M9.2 3.5h5.6v5.7h5.7v5.6h-5.7v5.7H9.2v-5.7H3.5V9.2h5.7z',
    'M12 13.4a1.4 1.4 0 1 0 0-2.8 1.4 1.4 0 0 0 0 2.8z',
  ],
  target: [
    'M12 18.5a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13z',
    'M12 2.5v5',
    'M12 16.5v5',
    'M2.5 12h5',
    'M16.5 12h5',
  ],
  pulse: ['M2.5 12.5h4.5l2.5-6.5 4.5 12 2.5-5.5h5'],
  restart: ['M19.5 8.5A8.5 8.5 0 1 0 20.5 12', 'M20 3.5v5h-5'],
  lock: ['M6 10.5h12v9.5H6z', 'M8.5 10.5V8a3.5 3.5 0 0 1 7 0v2.5', 'M12 14v2.5'],
  warning: ['M12 4 2.8 20h18.4z', 'M12 10v4.5', 'M12 17.2h.01'],
  network: ['M9 3.5h6v5H9z', 'M3.5 15.5h6v5h-6z', 'M14.5 15.5h6v5h-6z', 'M12 8.5V12', 'M6.5 15.5V12h11v3.5'],
  letters: ['M2.5 19 8 5l5.5 14', 'M4.5 14.5h7', 'M15 19l3-8 3 8', 'M16 16.5h4'],
  contrast: ['M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17z', 'M12 3.5v17', 'M14.5 5v14', 'M17 7v10'],
  lower: ['M6 3.5h12v17H6z', 'M9 15h6', 'M9 17.8h6', 'M12 6v5.5', 'M9.8 9.5 12 11.7l2.2-2.2'],
  simple: ['M4 6.5h3v3H4z', 'M4 14.5h3v3H4z', 'M10.5 8h9.5', 'M10.5 16h9.5'],
  still: ['M5 8.5c2.5-2 4.5-2 7 0s4.5 2 7 0', 'M5 15.5h14'],
  cross: ['M6 6l12 12', 'M18 6 6 18'],
  erase: ['M9 5.5h11.5v13H9L3.5 12z', 'M11.8 9.3l5.2 5.4', 'M17 9.3l-5.2 5.4'],
  microphone: [
    'M9 5.5a3 3 0 0 1 6 0v6a3 3 0 0 1-6 0z',
    'M5.5 11.5a6.5 6.5 0 0 0 13 0',
    'M12 18v3',
    'M8.5 21h7',
  ],
  mute: ['M4 9.5v5h3.5l5 4v-13l-5 4z', 'M16 9.5l5 5', 'M21 9.5l-5 5'],
  volume: ['M4 9.5v5h3.5l5 4v-13l-5 4z', 'M16 9a4.2 4.2 0 0 1 0 6', 'M18.7 6.5a8 8 0 0 1 0 11'],
  touch: [
    'M9.5 20.5 6 15.5c-.8-1.2.8-2.6 2-1.5l1.5 1.5V7a1.5 1.5 0 0 1 3 0v5l5 1c1.3.3 2 1.2 1.8 2.5l-.8 5z',
    'M6.5 9.5A5 5 0 1 1 15.5 8',
  ],
} as const satisfies Record<string, readonly string[]>;

export type IconName = keyof typeof icons;

/** Other words that content may use for a theme. */
const synonyms: Record<string, IconName> = {
  job: 'work',
  jobs: 'work',
  briefcase: 'work',
  employment: 'work',
  education: 'school',
  schools: 'school',
  roads: 'road',
  streets: 'road',
  nature: 'environment',
  leaf: 'environment',
  bus: 'transport',
  mobility: 'transport',
  citizen: 'people',
  citizens: 'people',
  users: 'people',
  welcome: 'people',
  house: 'home',
  documents: 'document',
  file: 'document',
  heart: 'health',
  care: 'health',
  institution: 'office',
  urp: 'help',
  support: 'help',
  question: 'help',
  money: 'euro',
  tax: 'euro',
  enterprise: 'business',
  book: 'culture',
  tourism: 'place',
};

/** The icon that content asks for. */
export function iconNamed(name: string): IconName {
  if (isIcon(name)) return name;
  return (Object.hasOwn(synonyms, name) ? synonyms[name] : undefined) ?? 'info';
}

function isIcon(name: string): name is IconName {
  return Object.hasOwn(icons, name);
}
