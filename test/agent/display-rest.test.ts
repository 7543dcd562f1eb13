import test from 'ava';
import { decodeFrame, isNear, pixelAt } from '../harness/frame.ts';
import { startScreen } from '../harness/screen.ts';
import { until } from '../harness/until.ts';

test('a display that sleeps draws next to nothing, counts as alive, and draws again at once', async (t) => {
  const { display, faults } = await startScreen(t);
  // The engine may need a second try on a busy machine; from the page's first frame on nothing may fail.
  await until(
    'the page on the screen',
    async () => {
      const picture = await display.picture();
      if (!picture.ok) return false;
      return isNear(pixelAt(await decodeFrame(picture.value), 0.5, 0.97), [0, 160, 0]);
    },
    60_000,
  );
  await until('full speed', () => display.figures().framesPerSecond > 15, 60_000);
  const rises = faults.length;
  for (let round = 0; round < 3; round += 1) {
    display.sleep();
    t.is(display.figures().state, 'asleep');
    // Slow frames go on: they are what proves that the screen is alive.
    await until('a slow frame rate', () => {
      const { framesPerSecond } = display.figures();
      return framesPerSecond > 0 && framesPerSecond < 8;
    });
    display.wake();
    await until('full speed again', () => display.figures().framesPerSecond > 15, 30_000);
    t.is(display.figures().state, 'running');
  }
  t.deepEqual(faults.slice(rises), []);
  display.sleep();
  display.rebuild('a rebuild in its sleep');
  await until('the display to sleep again', () => display.figures().state === 'asleep', 60_000);
  await until('a slow frame rate', () => {
    const { state, framesPerSecond } = display.figures();
    return state === 'asleep' && framesPerSecond > 0 && framesPerSecond < 8;
  });
  // A busy machine may take longer over its first picture than anybody who asks would wait.
  t.true(await until('a picture of it', async () => (await display.picture()).ok, 60_000));
});
