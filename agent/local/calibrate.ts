import { failure, type Result, success } from '../../protocol/index.ts';
import type { LocalAnswer, LocalInput } from '../../protocol/local.ts';
import { type InputParts, type LocalParts, screenProblem } from './parts.ts';
import type { LocalStream } from './routes.ts';

/** Lets someone touch the crosses on the screen, and keeps the matrix that fits. Leaving takes the crosses away. */
export async function calibrate(
  parts: LocalParts,
  { part: named, reset }: LocalInput<'touch.calibrate'>,
  out: LocalStream<LocalAnswer<'touch.calibrate'>>,
): Promise<Result<null>> {
  if (!parts.input) return failure('unsupported', 'this totem reads no touch panel; name it in agent.yaml');
  const part = panelOf(parts.input, named);
  if (!part.ok) return part;
  if (reset) return finish(parts.input, part.value, [], out);
  const problem = screenProblem(parts);
  if (problem) return problem;

  const shown = parts.exercises.show({ kind: 'calibration' });
  out.send({ type: 'started', part: part.value });
  let points: Parameters<InputParts['calibrate']>[1] = [];
  const unsubscribe = shown.onProgress((progress) => {
    if (progress.kind !== 'calibration') return;
    progress.points.slice(points.length).forEach((point, index) => {
      out.send({ type: 'touched', number: points.length + index + 1, ...point });
    });
    points = progress.points;
  });
  const leave = () => shown.hide();
  out.signal.addEventListener('abort', leave, { once: true });
  const ending = await shown.ended;
  out.signal.removeEventListener('abort', leave);
  unsubscribe();
  if (ending !== 'done') {
    return failure('expired', `the calibration was ${endings[ending] ?? ending}; the former one stays`);
  }
  return finish(parts.input, part.value, points, out);
}

const endings: Record<string, string> = {
  given_up: 'given up at the screen',
  replaced: 'taken from the screen',
  lost: 'lost, because the page was loaded anew',
};

async function finish(
  input: InputParts,
  part: string,
  points: Parameters<InputParts['calibrate']>[1],
  out: LocalStream<LocalAnswer<'touch.calibrate'>>,
): Promise<Result<null>> {
  const kept = await input.calibrate(part, points);
  if (!kept.ok) return kept;
  out.send({ type: 'calibrated', part, ...kept.value });
  return success(null);
}

function panelOf(input: InputParts, named: string | undefined): Result<string> {
  const panels = input.devices().filter(({ kinds }) => kinds.includes('touch'));
  const names = panels.map(({ part }) => part).join(', ') || 'none';
  if (named !== undefined) {
    if (panels.some(({ part }) => part === named)) return success(named);
    return failure('not_found', `there is no touch panel ${named}; there are: ${names}`, '/part');
  }
  const [only, another] = panels;
  if (!only) return failure('not_found', 'no touch panel is there; totem local input shows the devices');
  if (another) return failure('invalid', `there are several touch panels, name one of: ${names}`, '/part');
  return success(only.part);
}
