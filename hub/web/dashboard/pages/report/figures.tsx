/** A number, what it counts, and what belongs beside it. */
export type Figure = [title: string, value: string, note: string];

/** The few numbers that a part of the report begins with. */
export function Figures({ figures }: { figures: readonly Figure[] }) {
  return (
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
  );
}
