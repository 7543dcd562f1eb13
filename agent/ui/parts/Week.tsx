import {
  changesAhead,
  dayPlan,
  type OpeningSchedule,
  wallClock,
  weekdayOf,
} from '../../../protocol/opening/index.ts';
import { useScreen } from './context.ts';
import { useMinute, useOpeningWords } from './opening.ts';

/** How far ahead days are told that differ. */
const daysAhead = 28;

/** The week of an office with today marked and as it really is, and the coming days that are different. */
export function Week({ opening }: { opening: OpeningSchedule }) {
  const { words } = useScreen();
  const told = useOpeningWords();
  const today = wallClock(useMinute()).date;
  const weekday = weekdayOf(today);
  const plan = dayPlan(opening, today);
  const ahead = changesAhead(opening, today, daysAhead).filter(({ date }) => date !== today);
  return (
    <>
      <table class="week">
        <tbody>
          {opening.week.map((usual, index) => {
            const isToday = index === weekday;
            const intervals = isToday ? plan.intervals : usual;
            return (
              <tr
                key={told.weekday(index)}
                class={isToday ? 'week-today' : ''}
                aria-current={isToday && 'date'}
              >
                <th scope="row">
                  {told.weekday(index)}
                  {isToday && <span class="week-mark">{words('office.today')}</span>}
                </th>
                <td class={intervals.length === 0 ? 'week-closed' : ''}>
                  {told.intervals(intervals)}
                  {isToday && plan.because && <span class="week-because">{told.because(plan.because)}</span>}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {ahead.length > 0 && (
        <div class="ahead">
          <h3>{words('office.ahead')}</h3>
          <dl>
            {ahead.map(({ date, intervals, because }) => (
              <div key={date}>
                <dt>{told.day(date)}</dt>
                <dd>
                  {told.intervals(intervals)}
                  {because && `${words('list.comma')}${told.because(because)}`}
                </dd>
              </div>
            ))}
          </dl>
        </div>
      )}
    </>
  );
}
