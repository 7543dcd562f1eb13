/** What a bench found: figures by name (units in the names) and the aims they are held against. */
export interface Outcome {
  figures: Record<string, number>;
  aims: Record<string, { aim: string; met: boolean }>;
  /** Rows for people: what was measured, ours and the peers' side by side. */
  table: { columns: string[]; rows: (string | number)[][] };
  /** What a reader must know to judge the figures. */
  notes: string[];
}

/** An aim that a figure stays at or below a limit. */
export function atMost(value: number, limit: number): { aim: string; met: boolean } {
  return { aim: `<= ${round(limit)}`, met: value <= limit };
}

export function round(value: number): number {
  return Math.round(value * 100) / 100;
}

export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

/** Prints the table for people and, as the last line, one JSON object for programs. */
export function print(bench: string, { figures, aims, table, notes }: Outcome): void {
  const lines = [
    table.columns,
    ...table.rows.map((row) => row.map((cell) => (typeof cell === 'number' ? `${round(cell)}` : cell))),
  ];
  const widths = table.columns.map((_, column) =>
    Math.max(...lines.map((line) => (line[column] ?? '').length)),
  );
  for (const line of lines)
    console.log(line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('   '));
  for (const note of notes) console.log(`· ${note}`);
  for (const [name, { aim, met }] of Object.entries(aims)) {
    console.log(`${met ? 'met   ' : 'MISSED'}  ${name} ${aim} (${round(figures[name] ?? Number.NaN)})`);
  }
  const rounded = Object.fromEntries(Object.entries(figures).map(([name, value]) => [name, round(value)]));
  console.log(JSON.stringify({ bench, figures: rounded, aims }));
}
