/** The two totems of the demonstration. */
export interface DemonstrationTotem {
  /** Folder of its state, and how it is called in messages before it has an id. */
  key: string;
  name: string;
  site: { name: string; address: string; town: string };
  group: string;
  /** Office of the content that it stands in: a call that is about nothing else goes there. */
  office: string;
}

export const totems: readonly DemonstrationTotem[] = [
  {
    key: 'totem-1',
    name: 'Palazzo Isimbardi, atrio',
    site: { name: 'Palazzo Isimbardi', address: 'Via Vivaio 1', town: 'Milano' },
    group: 'sedi',
    office: 'urp',
  },
  {
    key: 'totem-2',
    name: 'Sportello lavoro, sala d’attesa',
    site: { name: 'Sede di viale Piceno', address: 'Viale Piceno 60', town: 'Milano' },
    group: 'lavoro',
    office: 'centro-impiego',
  },
];

/** Half the size of a 1080 × 1920 panel: a machine without a GPU draws two of them. */
export const screen = { width: 540, height: 960, framesPerSecond: 25 };
