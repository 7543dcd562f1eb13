import type { PageMessage } from '../../protocol/index.ts';
import type { Attendance } from './index.ts';

/** What the agent does with what a page says. */
export interface PageFollower {
  /** @param screen whether it is the page on the totem's own screen */
  heard(message: PageMessage, screen: boolean): void;
  /** The connection with this number was opened or, told a second time, closed. */
  connection(number: number, screen: boolean): void;
}

export interface PageFollowerOptions {
  /** Whether the totem has a screen of its own: then only the page on it speaks for the totem. */
  watched: boolean;
  attendance: Attendance;
  rendered(release: string): void;
  alive(frames: number): void;
  /** The last page on the screen has closed its connection. */
  gone(): void;
  /** Whether the attract layer should play. */
  attract(showing: boolean): void;
  onSession(): void;
}

/** Sessions, signs of life and proof of a new release, from the messages of the page. */
export function followPage(options: PageFollowerOptions): PageFollower {
  const screens = new Set<number>();
  return {
    connection: (number, screen) => {
      if (options.watched && !screen) return;
      if (!screens.delete(number)) screens.add(number);
      else if (screens.size === 0) {
        // A session whose page is gone is over.
        options.attendance.changed('attract');
        options.gone();
      }
    },
    heard: (message, screen) => {
      // A browser that looks at the same address shows the page, but is not the totem.
      if (options.watched && !screen) return;
      switch (message.type) {
        case 'ready':
          return;
        case 'rendered':
          return options.rendered(message.release);
        case 'heartbeat':
          return options.alive(message.frames);
        case 'session':
          options.attendance.changed(message.state);
          options.attract(message.state === 'attract');
          return options.onSession();
      }
    },
  };
}
