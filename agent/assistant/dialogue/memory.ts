/**
 * What a conversation remembers, held by the caller and dropped at the end of the session. It holds ids of the
 * content and no word of what was asked.
 */
export interface Memory {
  /** Key of the entry that was spoken of last, such as `card:naspi`. */
  subject: string | null;
  /** Whether the citizen was asked to say it differently, and has not been understood since. */
  rephrased: boolean;
  /** Ids of the options that stand on the screen. */
  options: string[];
  flow: { id: string; slots: Record<string, string> } | null;
}

/** A conversation that has not begun. */
export function freshMemory(): Memory {
  return { subject: null, rephrased: false, options: [], flow: null };
}
