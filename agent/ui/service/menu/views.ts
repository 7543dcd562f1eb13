import type { IconName } from '../../parts/icons.ts';

export type MenuView = 'home' | MenuTile['view'];

/** What the menu offers, in the order in which a technician needs it. */
export interface MenuTile {
  view: 'doctor' | 'touch_map' | 'patterns' | 'keypad' | 'calibration' | 'restart';
  icon: IconName;
  tone: string;
}

export const menuTiles: readonly MenuTile[] = [
  { view: 'doctor', icon: 'pulse', tone: 'blue' },
  { view: 'touch_map', icon: 'touch', tone: 'teal' },
  { view: 'patterns', icon: 'screen', tone: 'purple' },
  { view: 'keypad', icon: 'keypad', tone: 'ochre' },
  { view: 'calibration', icon: 'target', tone: 'green' },
  { view: 'restart', icon: 'restart', tone: 'red' },
];
