import { useEffect, useState } from 'preact/hooks';
import type { UsageReport } from '../../../../../protocol/report.ts';
import { adviceOn } from '../../api/advice.ts';
import { Page } from '../../parts/page.tsx';
import { useDesk } from '../../state/context.ts';
import type { FleetState } from '../../state/fleet.ts';
import { useStore } from '../../state/store.ts';
import { ReportBody } from './body.tsx';
import { CallsPart } from './calls.tsx';
import { ReportFilters } from './filters.tsx';
import { type Scope, scopeOf, searchOf } from './scope.ts';

const sitesOf = (state: FleetState) => state.sites;

type Shown =
  | { state: 'asking' }
  | { state: 'problem'; advice: string }
  | { state: 'here'; report: UsageReport };

/** How totems are used, for whoever edits what they show. The filters are in the address: it can be passed on. */
export function ReportPage({ query }: { query: URLSearchParams }) {
  const { api, fleet } = useDesk();
  const sites = useStore(fleet, sitesOf);
  const [shown, setShown] = useState<Shown>({ state: 'asking' });
  const scope = scopeOf(query);
  const search = searchOf(scope);

  useEffect(() => {
    let current = true;
    void api.report(search).then((answer) => {
      if (!current) return;
      setShown(
        answer.ok
          ? { state: 'here', report: answer.value }
          : { state: 'problem', advice: adviceOn(answer.error) },
      );
    });
    return () => {
      current = false;
    };
  }, [api, search]);

  const change = (part: Partial<Scope>) => location.replace(`#/report${searchOf({ ...scope, ...part })}`);
  const days = shown.state === 'here' ? shown.report : { from: '', to: '' };
  return (
    <Page
      title="Report"
      lead="How totems are used. It is made of counts by day: nobody can be told from it."
      actions={
        <a class="btn btn-outline-primary" href={api.reportTableAddress(search)} download>
          Download as CSV
        </a>
      }
    >
      <ReportFilters scope={scope} sites={sites} days={days} onChange={change} />
      <div aria-live="polite" aria-busy={shown.state === 'asking'}>
        {shown.state === 'asking' ? <p class="quiet">Counting…</p> : null}
        {shown.state === 'problem' ? <p class="report-problem">{shown.advice}</p> : null}
      </div>
      {shown.state === 'here' ? <ReportBody report={shown.report} profile={scope.profile} /> : null}
      <CallsPart scope={scope} />
    </Page>
  );
}
