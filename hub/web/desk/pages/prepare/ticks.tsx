export interface TicksProps<Value extends string> {
  legend: string;
  options: readonly { value: Value; label: string; hint?: string }[];
  chosen: readonly Value[];
  onChange(chosen: Value[]): void;
  /** Short options stand beside each other. */
  row?: boolean;
}

/** Some of several. */
export function Ticks<Value extends string>({ legend, options, chosen, onChange, row }: TicksProps<Value>) {
  return (
    <fieldset class="ticks">
      <legend>{legend}</legend>
      <div class={row ? 'ticks-row' : 'ticks-list'}>
        {options.map(({ value, label, hint }) => (
          <label class="tick" key={value}>
            <input
              type="checkbox"
              checked={chosen.includes(value)}
              onChange={({ currentTarget }) =>
                onChange(
                  currentTarget.checked
                    ? [...chosen.filter((each) => each !== value), value]
                    : chosen.filter((each) => each !== value),
                )
              }
            />
            <span>
              {label}
              {hint ? <small>{hint}</small> : null}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
