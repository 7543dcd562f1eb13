import type { UsageReport } from '../../../../../protocol/report.ts';
import { Counts, countText } from './counts.tsx';
import { type Figure, Figures } from './figures.tsx';
import { languageTitle, profileTitles } from './scope.ts';

/** The numbers first, then what an editor acts on, then who comes. */
export function ReportBody({ report, profile }: { report: UsageReport; profile: string }) {
  const { sessions, satisfaction, questions } = report;
  const figures: Figure[] = [
    ['Sessions', countText(sessions.total), `${share(sessions.abandonedPercent)} left without a word`],
    [
      'Said how it was',
      countText(satisfaction.answers),
      `well ${countText(satisfaction.good)}, so-so ${countText(satisfaction.fair)}, badly ${countText(satisfaction.poor)}`,
    ],
    ['Of them well', share(satisfaction.goodPercent), 'in steps of 5 %'],
    ['Questions', countText(questions.asked), `${share(questions.answeredPercent)} answered`],
  ];
  return (
    <>
      <Figures figures={figures} />
      <div class="report-lists">
        <Counts
          title="Most asked"
          heads={['Card', 'Questions']}
          rows={report.asked}
          empty="No card answered five questions or more."
        />
        <Counts
          title="Words without an answer"
          heads={['Word', 'Times', 'Language']}
          rows={report.words.map(({ word, count, language }) => ({
            name: word,
            count,
            also: languageTitle(language),
          }))}
          empty={
            profile === ''
              ? 'No word came up five times or more.'
              : 'Words carry no profile: take the profile away to see them.'
          }
        />
        <Counts
          title="Did it help?"
          heads={['Card', 'Answers', 'Yes']}
          rows={report.helped.map(({ card, answers, helpedPercent }) => ({
            name: card,
            count: answers,
            also: share(helpedPercent),
          }))}
          empty="No card was judged five times or more."
        />
        <Counts
          title="Where sessions were left"
          heads={['Last places', 'Sessions']}
          rows={report.abandoned}
          empty="No way was left five times or more."
        />
        <Counts
          title="Most opened"
          heads={['Card', 'Times']}
          rows={report.viewed}
          empty="No card was opened five times or more."
        />
        <Counts title="Days" heads={['Day', 'Sessions']} rows={sessions.byDay} empty="No session." />
        <Counts title="Sites" heads={['Site', 'Sessions']} rows={sessions.bySite} empty="No session." />
        <Counts
          title="Languages"
          heads={['Language', 'Sessions']}
          rows={sessions.byLanguage.map(({ name, count }) => ({ name: languageTitle(name), count }))}
          empty="No session."
        />
        <Counts
          title="Profiles"
          heads={['Profile', 'Sessions']}
          rows={sessions.byProfile.map(({ name, count }) => ({ name: profileTitle(name), count }))}
          empty="No session."
        />
      </div>
      <p class="quiet">
        {`Counts below five read “few” or are left out${report.hidden > 0 ? ` (${report.hidden} rows)` : ''}; the hour under way is not in it yet.`}
      </p>
    </>
  );
}

function share(percent: number | null): string {
  return percent === null ? '–' : `${percent} %`;
}

function profileTitle(name: string): string {
  return Object.entries(profileTitles).find(([key]) => key === name)?.[1] ?? name;
}
