import type { ExecutionContext } from 'ava';
import type { Page } from 'playwright-core';
import type { AgentMessage, PageMessage, ServiceStatus } from '../../../protocol/index.ts';
import { accessibilityProblems } from '../../harness/axe.ts';

type Session = Extract<AgentMessage, { type: 'service' }>;

export function session(change: Partial<Session>): Session {
  return {
    type: 'service',
    state: 'asking',
    totem: 't-4k7m2p9xqr',
    generation: 1,
    counter: 483_920,
    refusal: 'none',
    waitSeconds: 0,
    ...change,
  };
}

export const status: ServiceStatus = {
  at: '2026-11-25T10:00:00.000Z',
  totem: 't-4k7m2p9xqr',
  version: '0.3.0',
  hub: 'mqtts://hub.example.it:8883',
  online: false,
  addresses: [
    { link: 'eth0', address: '10.4.12.87' },
    { link: 'wlan0', address: '192.168.1.20' },
  ],
  content: null,
  eventsPending: 1204,
  display: { state: 'running', framesPerSecond: 24.8 },
  uptimeSeconds: 187_000,
  faults: [
    {
      fault: {
        code: 'touch.device_lost',
        part: '/dev/input/event3',
        message: 'the device cannot be opened: ENODEV',
        since: '2026-11-25T08:12:00.000Z',
      },
      cure: 'The touch device is gone; check its cable.',
    },
  ],
};

/** Goes once round the corners by real touches of the browser's own pointer. */
export async function gesture(page: Page): Promise<void> {
  const { width, height } = page.viewportSize() ?? { width: 0, height: 0 };
  const at = [
    [8, 8],
    [width - 8, 8],
    [width - 8, height - 8],
    [8, height - 8],
    [8, 8],
  ] as const;
  for (const [x, y] of at) await page.mouse.click(x, y);
}

export async function axe(t: ExecutionContext, page: Page, state: string): Promise<void> {
  t.deepEqual(await accessibilityProblems(page), [], state);
}

/** Nothing is cut off sideways, nothing to press lies outside of the screen or is too small for a finger. */
export async function fits(t: ExecutionContext, page: Page, state: string): Promise<void> {
  const cut = await page.evaluate(() => {
    const wide = [...document.querySelectorAll('.technician .scroller, .access-box, .bar, .exercise, .top')]
      .filter((element) => element.scrollWidth > element.clientWidth + 1)
      .map((element) => element.className);
    const small = [...document.querySelectorAll('.technician button')]
      .filter((button) => button.checkVisibility({ visibilityProperty: true }) && !button.closest('[inert]'))
      .map((button) => ({ text: button.textContent, box: button.getBoundingClientRect() }))
      .filter(({ box }) => box.height < 44 || box.width < 44 || box.left < 0 || box.right > innerWidth + 1)
      .map(({ text, box }) => `${text} ${Math.round(box.width)}x${Math.round(box.height)}`);
    const pad = document.querySelector('.pad')?.getBoundingClientRect();
    const bar = document.querySelector('.access .bar')?.getBoundingClientRect();
    return { wide, small, covered: pad && bar ? pad.bottom > bar.top + 1 : false };
  });
  t.deepEqual(cut, { wide: [], small: [], covered: false }, state);
}

export const heard = (type: PageMessage['type']) => (message: PageMessage) => message.type === type;
