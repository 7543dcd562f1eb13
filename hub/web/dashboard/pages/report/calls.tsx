import { useEffect, useState } from 'preact/hooks';
import type { CallReport } from '../../../../../protocol/calls/report.ts';
import { useDesk } from '../../state/context.ts';
import { Counts } from './counts.tsx';
import { languageTitle, type Scope } from './scope.ts';

/** Calls to a person in the days of the report: the figures of the supervisors' wall. Nothing where there was none. */
export function CallsPart({ scope }: { scope: Scope }) {
  const { api } = useDesk();
  const [report, setReport] = useState<CallReport>();
  const query = new URLSearchParams();
  if (scope.from !== '') query.set('from', scope.from);
  if (scope.to !== '') query.set('to', scope.to);
  const search = query.size === 0 ? '' : `?${query}`;

  useEffect(() => {
    let current = true;
    void api.callReport(search).then((answer) => {
      if (current) setReport(answer.ok ? answer.value : undefined);
    });
    return () => {
      current = false;
    };
  }, [api, search]);

  if (!report || report.byOffice.length === 0) return null;
  const { total } = report;
  const figures: [title: string, value: string, note: string][] = [
    ['Calls offered', total.offered.toLocaleString('en'), 'without those that an office closed over'],
    ['Answered', total.answered.toLocaleString('en'), `after ${seconds(total.meanWait)} on average`],
    [
      'Answered in time',
      share(total.serviceLevel),
      `within ${report.serviceLevelSeconds} s, of those offered`,
    ],
    ['Abandoned', total.abandoned.toLocaleString('en'), 'left or lost before anybody answered'],
  ];
  return (
    <section aria-labelledby="report-calls">
      <h2 id="report-calls">Calls to a person</h2>
      <dl class="report-figures">
        {figures.map(([title, value, note]) => (
          <div key={title}>
            <dt>{title}</dt>
            <dd>
              <span class="report-figure">{value}</span> <span class="quiet">{note}</span>
            </dd>
          </div>
        ))}
      </dl>
      <div class="report-lists">
        <Counts
          title="Calls by office"
          heads={['Office', 'Offered', 'Answered in time']}
          rows={report.byOffice.map(({ office, offered, serviceLevel }) => ({
            name: office,
            count: offered,
            also: share(serviceLevel),
          }))}
          empty="No call."
        />
        <Counts
          title="How calls ended"
          heads={['Outcome', 'Calls']}
          rows={report.byOutcome.filter(({ count }) => count > 0)}
          empty="No call has ended yet."
        />
        <Counts
          title="What calls were about"
          heads={['Card', 'Calls']}
          rows={report.bySubject.map(({ name, count }) => ({ name: name || 'The office itself', count }))}
          empty="Nothing came up in five calls or more."
        />
        <Counts
          title="Languages of calls"
          heads={['Language', 'Calls']}
          rows={report.byLanguage.map(({ name, count }) => ({ name: languageTitle(name), count }))}
          empty="No language came up in five calls or more."
        />
      </div>
      <p>
        <a href={api.callReportTableAddress(search)} download>
          Download calls as CSV
        </a>
      </p>
    </section>
  );
}

function share(part: number | null): string {
  return part === null ? '–' : `${Math.round(part * 100)} %`;
}

function seconds(mean: number | null): string {
  return mean === null ? '–' : `${Math.round(mean)} s`;
}
