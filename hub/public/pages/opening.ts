import {
  changesAhead,
  dayPlan,
  type OpeningSchedule,
  openingAt,
  openingWords,
  wallClock,
  weekdayOf,
} from '../../../protocol/opening/index.ts';
import { html, type Markup } from '../html.ts';
import { filled } from '../words.ts';
import type { View } from './view.ts';

/** How far ahead days are told that differ. */
const daysAhead = 28;

/** "Open now, closes at 17:00", and when that was so: the page may have been open for long. */
export function openingLine({ words, wordsLanguage, now }: View, schedule: OpeningSchedule): Markup {
  const told = openingWords(wordsLanguage);
  const state = openingAt(schedule, now);
  const clock = told.time(wallClock(now).minutes);
  return html`<p class="opening ${state.state}"><span class="mark" aria-hidden="true"></span><span>${told.state(state, now)}. <span class="as-of">${filled(words.asOf, 'time', clock)}</span></span></p>`;
}

/** The week with today marked and as it really is, and the coming days that are different. */
export function week({ words, wordsLanguage, now }: View, schedule: OpeningSchedule): Markup {
  const told = openingWords(wordsLanguage);
  const today = wallClock(now).date;
  const plan = dayPlan(schedule, today);
  const days = schedule.week.map((usual, index) => {
    const isToday = index === weekdayOf(today);
    const times = unbroken(told.intervals(isToday ? plan.intervals : usual));
    const because = isToday && plan.because && html`<br>${told.because(plan.because)}`;
    return html`<tr${isToday && html` class="today" aria-current="date"`}><th scope="row">${told.weekday(index)}${isToday && html` <span class="tag">${words.today}</span>`}</th><td>${times}${because}</td></tr>`;
  });
  const ahead = changesAhead(schedule, today, daysAhead)
    .filter(({ date }) => date !== today)
    .map(({ date, intervals, because }) => {
      const reason = because && `, ${told.because(because)}`;
      return html`<div><dt>${told.day(date)}</dt><dd>${told.intervals(intervals)}${reason}</dd></div>`;
    });
  return html`<table class="week"><tbody>${days}</tbody></table>
${ahead.length > 0 && html`<h3>${words.ahead}</h3><dl>${ahead}</dl>`}`;
}

/** A span such as 14.00–16.00 stays on its line (Unicode, word joiner). */
export function unbroken(times: string): string {
  return times.replaceAll('–', '\u2060–\u2060');
}
