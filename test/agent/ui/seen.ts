import type { Page } from 'playwright-core';
import { measuresOf } from '../../../agent/ui/profiles/panel.ts';
import type { CompiledContent } from '../../../protocol/content/compiled.ts';
import type { ProfileName } from '../../../protocol/index.ts';
import { accessibilityProblems } from '../../harness/axe.ts';
import { sharedOwner } from '../../harness/owner.ts';
import { type Bench, type Opened, openPage } from './browser.ts';
import { type Drawn, drawn, type Sign } from './contrast.ts';
import { everywhere } from './everywhere.ts';

/** Half of the usual screen, 1080 x 1920, on the usual panel. */
export const view = { width: 540, height: 960 };
export const measures = measuresOf(null, view);

/** What was found of one state; names of elements with the trouble that they make. */
export interface Seen {
  state: string;
  axe: string[];
  /** Wider than the screen, or than what they lie in; words over the edge of their control. */
  cut: string[];
  /** Controls with a side under 20 mm. */
  small: string[];
  /** Controls that cannot be brought into the lowest band. */
  outside: string[];
  /** Texts whose capitals are lower than 7.3 mm. */
  low: string[];
  /** Animations that run. */
  moving: string[];
  /** Texts and signs as they were drawn, where that was asked for. */
  texts: Drawn[];
  signs: Sign[];
}

/** A way through states of the page, which calls back in each of them. */
export type Tour = (
  opened: Opened,
  profiles: ProfileName[],
  look: (state: string) => Promise<void>,
) => Promise<void>;

/** Goes through every state once with these profiles, and looks at everything in each of them. */
export async function seeEverything(
  bench: Bench,
  profiles: ProfileName[],
  {
    contrast,
    tour = everywhere,
    content,
    rules = true,
  }: {
    contrast: boolean;
    tour?: Tour;
    content?: CompiledContent;
    /** Whether axe looks as well, which takes longest. */
    rules?: boolean;
  },
): Promise<{ seen: Seen[]; errors: string[]; refused: string[] }> {
  const owner = sharedOwner();
  try {
    const opened = await openPage(owner, bench, {
      ...(content && { content }),
      context: { viewport: view, reducedMotion: 'no-preference', deviceScaleFactor: contrast ? 2 : 1 },
      configuration: { profiles, office: 'sportello' },
    });
    const { page, errors, server } = opened;
    const seen: Seen[] = [];
    await tour(opened, profiles, async (state) => {
      const moving = await running(page);
      await arrived(page);
      seen.push({
        state,
        moving,
        axe: rules ? await accessibilityProblems(page) : [],
        ...(await looks(page)),
        ...(contrast ? await drawn(page) : { texts: [], signs: [] }),
      });
    });
    return { seen, errors, refused: server.refused };
  } finally {
    await owner.end();
  }
}

/** What moves in may be half there: it is looked at where it comes to stand. */
const arrived = (page: Page): Promise<void> =>
  page.evaluate(() => {
    for (const animation of document.getAnimations()) {
      if (animation.effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY) animation.finish();
    }
  });

const running = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    document
      .getAnimations()
      .filter(({ playState }) => playState === 'running')
      .map(({ effect }) => (effect instanceof KeyframeEffect ? `${effect.target?.className}` : '')),
  );

const looks = (page: Page): Promise<Pick<Seen, 'cut' | 'small' | 'outside' | 'low'>> =>
  page.evaluate(
    ({ side, band, least }) => {
      const isSeen = (element: Element) =>
        element.checkVisibility({ visibilityProperty: true }) &&
        !element.closest('[inert], .stage[data-behind]');
      const named = ({ className, textContent }: Element) => `${className}: ${textContent?.slice(0, 30)}`;
      const open = document.querySelector('.scrim, .chooser') ?? document;
      const controls = [...open.querySelectorAll('button, input')].filter(isSeen);
      const box = (element: Element) => element.getBoundingClientRect();
      const areas =
        '.scroller, .warning, .bar, .call, .top, .keyboard, .typing, .asking, .call-controls, .meeting-top, .meeting-bar, .lines';
      // While the keys fill the band, a control among them puts them away; what lies above comes down then.
      const away =
        document.querySelector('.keyboard') &&
        document.querySelector('.close-keys, .typing-switch, .keys-away');
      return {
        cut: [
          ...[...document.querySelectorAll(`html, ${areas}`)].filter(
            (element) => element.scrollWidth > element.clientWidth + 1,
          ),
          ...controls.filter(
            (control) =>
              box(control).left < -0.5 ||
              box(control).right > innerWidth + 0.5 ||
              (control.scrollWidth > control.clientWidth + 1 &&
                getComputedStyle(control).overflow === 'visible'),
          ),
        ].map(named),
        small: controls
          .filter((control) => Math.min(box(control).width, box(control).height) < side - 0.5)
          .filter((control) => !control.closest('.attract'))
          .map(named),
        outside: controls
          .filter((control) => !(away && control.closest('.scroller')))
          .filter((control) => {
            const { top, bottom, height } = box(control);
            const scroller = control.closest('.scroller');
            if (!scroller) return top < band || bottom > innerHeight;
            // Where it is before anything was scrolled: from there on it can be brought up through the whole band.
            const room = box(scroller).bottom - band;
            return top + scroller.scrollTop < band - 1 || room < Math.min(height, 48);
          })
          .map(named),
        low: [...document.querySelectorAll('body *')]
          .filter((element) =>
            [...element.childNodes].some(
              ({ nodeType, textContent }) => nodeType === Node.TEXT_NODE && textContent?.trim(),
            ),
          )
          .filter((element) => isSeen(element) && !element.closest('.visually-hidden, svg'))
          .filter((element) => Number.parseFloat(getComputedStyle(element).fontSize) < least - 0.01)
          .map(named),
      };
    },
    {
      side: measures.leastTarget,
      band: view.height * (1 - measures.reach),
      // Font size whose capitals are 7.3 mm high on this panel.
      least: measures.legibleRoot * 0.875,
    },
  );
