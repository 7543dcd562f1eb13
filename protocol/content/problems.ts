/** One mistake in a content directory, in words for the editor who will put it right. */
export interface ContentProblem {
  /** Path in the content directory. */
  file: string;
  /** Line of the file, from 1; also 1 where the whole file is meant. */
  line: number;
  /** What is wrong and what to do. */
  message: string;
  /** JSON pointer (RFC 6901) into the YAML part, where the mistake is in one of its values. */
  field?: string;
}

/** Takes a mistake that was found; checking goes on after it. */
export type Report = (file: string, line: number, message: string, field?: string) => void;

/** Gathers mistakes. `sorted` gives them by file, then line, each once. */
export function collectProblems(): { report: Report; sorted(): ContentProblem[] } {
  const found = new Map<string, ContentProblem>();
  return {
    report(file, line, message, field) {
      const problem = field === undefined ? { file, line, message } : { file, line, message, field };
      found.set(JSON.stringify(problem), problem);
    },
    sorted: () => [...found.values()].sort(inReadingOrder),
  };
}

function inReadingOrder(one: ContentProblem, other: ContentProblem): number {
  if (one.file !== other.file) return one.file < other.file ? -1 : 1;
  return one.line - other.line;
}
