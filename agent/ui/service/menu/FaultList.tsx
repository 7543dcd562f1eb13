import type { ServiceStatus } from '../../../../protocol/service.ts';
import { Icon } from '../../parts/Icon.tsx';
import { useService } from '../context.ts';

/** What is wrong now and what cures it. What the agent says in English stays marked as English. */
export function FaultList({ faults }: { faults: ServiceStatus['faults'] }) {
  const { words, language, locale } = useService();
  if (faults.length === 0) {
    return (
      <p class="no-faults">
        <Icon name="done" />
        {words('service.menu.noFaults')}
      </p>
    );
  }
  const day = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long' });
  const time = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  return (
    <ul class="faults">
      {faults.map(({ fault, cure }) => {
        const since = new Date(fault.since);
        const own = language === 'en' ? cure : words(`faults.${fault.code}`, { defaultValue: '' });
        return (
          <li key={`${fault.code} ${fault.part}`} class="fault">
            <Icon name="warning" />
            <div>
              <p class="fault-cure" lang={own ? undefined : 'en'}>
                {own || cure}
              </p>
              <p class="fault-what" lang="en">
                {fault.code}
                {fault.part && ` (${fault.part})`}: {fault.message}
              </p>
              <p class="fault-since">
                {words('service.menu.since', { time: time.format(since), day: day.format(since) })}
              </p>
            </div>
          </li>
        );
      })}
    </ul>
  );
}
