import type { CheckName, CheckResult, Finding, Verdict } from '../../../../protocol/doctor.ts';
import { Icon } from '../../parts/Icon.tsx';
import type { IconName } from '../../parts/icons.ts';
import { Section } from '../../parts/Section.tsx';
import { useService } from '../context.ts';
import type { DoctorRun } from '../run.ts';
import { useFinding } from './finding.ts';

type Standing = CheckResult['outcome'] | 'running' | 'pending';

const icons: Record<Standing, IconName> = {
  ok: 'done',
  warning: 'warning',
  failed: 'cross',
  skipped: 'forward',
  running: 'pulse',
  pending: 'clock',
};

/** The doctor on the screen: each part as it is checked, what was found, and what to do. */
export function DoctorView() {
  const { desk, view, words } = useService();
  const run = view.doctor;
  const start = () => desk.send({ type: 'service_doctor' });
  return (
    <div class="menu-page">
      <h1 tabIndex={-1}>{words('service.tiles.doctor')}</h1>
      <p class="menu-lead">{words('service.doctor.how')}</p>
      {run?.running ? (
        <button
          type="button"
          class="main-button danger-button"
          onClick={() => desk.send({ type: 'service_doctor_stop' })}
        >
          {words('service.doctor.stop')}
        </button>
      ) : (
        <button type="button" class="main-button" onClick={start}>
          {words(run ? 'service.doctor.again' : 'service.doctor.start')}
          <Icon name="forward" />
        </button>
      )}
      <div role="status">
        {run && !run.running && !run.verdict && <p class="menu-lead">{words('service.doctor.stopped')}</p>}
        {run?.verdict && <VerdictBox verdict={run.verdict} />}
      </div>
      {run && <Checks run={run} />}
    </div>
  );
}

function VerdictBox({ verdict }: { verdict: Verdict }) {
  const { words } = useService();
  const said = useFinding();
  const outcome = { ok: 'ok', usable: 'warning', out_of_order: 'failed' } as const;
  return (
    <section class={`verdict verdict-${outcome[verdict.outcome]}`} aria-labelledby="verdict">
      <h2 id="verdict">
        <Icon name={icons[outcome[verdict.outcome]]} />
        {words(`service.doctor.verdict_${verdict.outcome}`)}
      </h2>
      {verdict.actions.length > 0 && (
        <>
          <h3>{words('service.doctor.actions')}</h3>
          <ol>
            {verdict.actions.map((action) => {
              const cure = said.cure(action.code, action.parameters, action.text);
              return (
                <li key={`${action.code} ${action.text}`} lang={cure.language}>
                  {cure.text}
                </li>
              );
            })}
          </ol>
        </>
      )}
    </section>
  );
}

function Checks({ run }: { run: DoctorRun }) {
  const { words } = useService();
  return (
    <Section title={words('service.menu.tests')} kind="menu-section">
      <ul class="checks">
        {run.checks.map((check) => (
          <Check key={check} check={check} run={run} />
        ))}
      </ul>
    </Section>
  );
}

function Check({ check, run }: { check: CheckName; run: DoctorRun }) {
  const { words } = useService();
  const result = run.results.find((one) => one.check === check);
  const current = run.current === check && !result;
  const standing: Standing = result?.outcome ?? (current ? 'running' : 'pending');
  return (
    <li class={`check check-${standing}`}>
      <span class="check-mark">
        <Icon name={icons[standing]} />
      </span>
      <div class="check-words">
        <p class="check-name">
          {words(`service.doctor.check_${check}`)}
          <span class="check-outcome">{words(`service.doctor.outcome_${standing}`)}</span>
        </p>
        {current && run.progress && (
          <>
            <p lang="en">{run.progress.text}</p>
            {run.progress.share !== null && (
              <progress max="1" value={run.progress.share} aria-label={run.progress.text} />
            )}
          </>
        )}
        {result?.findings
          .filter(({ weight }) => weight !== 'good' || result.outcome === 'ok')
          .map((finding) => (
            <FindingLines key={`${finding.code} ${finding.text}`} finding={finding} />
          ))}
      </div>
    </li>
  );
}

function FindingLines({ finding }: { finding: Finding }) {
  const said = useFinding();
  const text = said.text(finding.code, finding.parameters, finding.text);
  const cure = finding.cure === null ? null : said.cure(finding.code, finding.parameters, finding.cure);
  return (
    <>
      <p class="finding" lang={text.language}>
        {text.text}
      </p>
      {cure && (
        <p class="finding-cure" lang={cure.language}>
          → {cure.text}
        </p>
      )}
    </>
  );
}
