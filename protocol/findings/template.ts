/** `note` neither speaks for nor against the totem. */
export type Weight = 'good' | 'note' | 'warning' | 'failed';

/** How one kind of finding is said: `{name}` stands for a parameter. */
export interface FindingTemplate {
  weight: Weight;
  text: string;
  /** What to do about it, in one sentence. */
  cure?: string;
}
