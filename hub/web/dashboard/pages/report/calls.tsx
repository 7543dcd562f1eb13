import { useEffect, useState } from 'preact/hooks';
import type { DeskCatalogue } from '../../../../../protocol/calls/catalogue.ts';
import type { CallReport } from '../../../../../protocol/calls/report.ts';
import { useDesk } from '../../state/context.ts';
import { modes, origins, outcomeTitle, shareOf, waited } from '../../text/calls.ts';
import { Counts } from './counts.tsx';
import { type Figure, Figures } from './figures.tsx';
import { OfficeFigures } from './office-figures.tsx';
import { languageTitle, type Scope } from './scope.ts';

/** Calls to a person in the days of the report: the figures of the supervisors' wall. Nothing where there was none. */
export function CallsPart({ scope }: { scope: Scope }) {
  const { api } = useDesk();
  const [report, setReport] = useState<CallReport>();
  const [catalogue, setCatalogue] = useState<DeskCatalogue>();
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
  useEffect(() => {
    let current = true;
    // Names; what the content does not have any more, or before it was published, stands by its id.
    void api.callCatalogue().then((answer) => {
      if (current && answer.ok) setCatalogue(answer.value);
    });
    return () => {
      current = false;
    };
  }, [api]);

  if (!report || report.byOffice.length === 0) return null;
  const officeName = (id: string) => catalogue?.offices.find((office) => office.id === id)?.name ?? id;
  const cardTitle = (id: string) => catalogue?.cards.find((card) => card.id === id)?.title ?? id;
  const narrowed = scope.site !== '' || scope.language !== '' || scope.profile !== '';
  return (
    <section class="report-calls" aria-labelledby="report-calls">
      <header class="report-part">
        <div>
          <h2 id="report-calls">Calls to a person</h2>
          <p class="quiet">
            The figures of the supervisors’ wall.
            {narrowed ? ' Site, language and profile do not narrow them down.' : ''}
          </p>
        </div>
        <a class="btn btn-outline-primary" href={api.callReportTableAddress(search)} download>
          Download calls as CSV
        </a>
      </header>
      <Totals report={report} />
      <OfficeFigures rows={report.byOffice.map((row) => ({ ...row, name: officeName(row.office) }))} />
      <div class="report-lists">
        <Counts
          title="Calls by day"
          heads={['Day', 'Offered', 'Answered']}
          rows={report.byDay.map(({ day, offered, answered }) => ({
            name: day,
            count: offered,
            also: answered.toLocaleString('en'),
          }))}
          empty="No call."
        />
        <Counts
          title="How calls ended"
          heads={['Outcome', 'Calls']}
          rows={report.byOutcome
            .filter(({ count }) => count > 0)
            .map(({ name, count }) => ({ name: outcomeTitle(name), count }))}
          empty="No call has ended yet."
        />
        <Counts
          title="What calls were about"
          heads={['Card', 'Calls']}
          rows={report.bySubject.map(({ name, count }) => ({
            name: name === '' ? 'The office itself' : cardTitle(name),
            count,
          }))}
          empty="Too few calls to tell of."
        />
        <Counts
          title="Tags of the operators"
          heads={['Tag', 'Calls']}
          rows={report.byTag}
          empty="Too few calls to tell of."
        />
        <Counts
          title="From where, and how"
          heads={['Way', 'Calls']}
          rows={[
            ...report.byOrigin.map(({ name, count }) => ({ name: origins[name], count })),
            ...report.byMode.map(({ name, count }) => ({ name: modes[name], count })),
          ]}
          empty="No call."
        />
        <Counts
          title="Languages of calls"
          heads={['Language', 'Calls']}
          rows={report.byLanguage.map(({ name, count }) => ({ name: languageTitle(name), count }))}
          empty="Too few calls to tell of."
        />
      </div>
      {report.hidden > 0 ? (
        <p class="quiet">{`${report.hidden} rows are left out because they are too small to tell of.`}</p>
      ) : null}
    </section>
  );
}

function Totals({ report: { total, serviceLevelSeconds } }: { report: CallReport }) {
  const figures: Figure[] = [
    ['Calls offered', total.offered.toLocaleString('en'), 'without those that an office closed over'],
    ['Answered', total.answered.toLocaleString('en'), `after ${waited(total.meanWait)} on average`],
    ['Answered in time', shareOf(total.serviceLevel), `within ${serviceLevelSeconds} s, of those offered`],
    ['Abandoned', total.abandoned.toLocaleString('en'), 'left or lost before anybody answered'],
  ];
  return <Figures figures={figures} />;
}
