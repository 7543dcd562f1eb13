import { useEffect, useMemo, useState } from 'preact/hooks';
import {
  type OpeningSchedule,
  type OpeningState,
  type OpeningWords,
  openingAt,
  openingWords,
  wallClock,
} from '../../../protocol/opening/index.ts';
import { useScreen } from './context.ts';

/** How often the clock is looked at, in ms. */
const lookEvery = 5000;
const minute = 60_000;

/** The present minute (ms since 1970); what uses it is drawn again when the next one begins. */
export function useMinute(): number {
  const [count, setCount] = useState(() => Math.floor(Date.now() / minute));
  useEffect(() => {
    const timer = setInterval(() => setCount(Math.floor(Date.now() / minute)), lookEvery);
    return () => clearInterval(timer);
  }, []);
  return count * minute;
}

/** Today in Italy, `YYYY-MM-DD`. */
export function useToday(): string {
  return wallClock(useMinute()).date;
}

/** Opening hours told in the session's language. */
export function useOpeningWords(): OpeningWords {
  const { session } = useScreen();
  return useMemo(() => openingWords(session.language), [session.language]);
}

/** Whether an office is open, as time passes. */
export function useOpening(schedule: OpeningSchedule): { state: OpeningState; now: number } {
  const now = useMinute();
  const state = useMemo(() => openingAt(schedule, now), [schedule, now]);
  return { state, now };
}
