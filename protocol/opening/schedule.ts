/** Part of a day in minutes from midnight, on the clock of the place; `to` is at most 1440 and not part of it. */
export interface Interval {
  from: number;
  to: number;
}

/** When an office is open. All times are those of Italy. */
export interface OpeningSchedule {
  /** Seven days from Monday; the intervals of a day in order, apart from each other. */
  week: Interval[][];
  /** Whether it is closed on the public holidays of Italy. */
  holidays: boolean;
  /** The day of the town's patron saint, on which it is closed too. */
  patron: PatronDay | null;
  /** Days that are different. The first that holds a day counts, before holidays and the week. */
  exceptions: OpeningException[];
}

export interface PatronDay {
  month: number;
  day: number;
  /** Name of the saint or feast, by language. */
  name: Record<string, string>;
}

export interface OpeningException {
  /** First and last day, `YYYY-MM-DD`. */
  from: string;
  to: string;
  /** Open then; empty where it is closed. */
  open: Interval[];
  /** Why, by language. */
  reason: Record<string, string> | null;
}
