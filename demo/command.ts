import { execFile } from 'node:child_process';

export interface Outcome {
  code: number;
  /** Standard output, parsed when it is JSON. */
  output: string;
  /** What the program said to people. */
  words: string;
}

/** Runs one of our programs to its end. Gives its exit code instead of throwing; `input` goes to its standard input. */
export function command(
  program: string,
  args: string[],
  environment: NodeJS.ProcessEnv,
  input = '',
): Promise<Outcome> {
  return new Promise((resolve) => {
    const child = execFile(
      program,
      args,
      { env: environment, maxBuffer: 16 * 1024 * 1024 },
      (error, stdout, stderr) => {
        const code = error ? (typeof error.code === 'number' ? error.code : 1) : 0;
        resolve({ code, output: stdout, words: stderr.trim() || stdout.trim() });
      },
    );
    child.stdin?.end(input);
  });
}
