import { copyFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { newAgentFolder } from '../harness/agent.ts';
import { mayInstall, newBoard } from '../harness/board.ts';
import { newBundle, newSigning, type TestBundle } from '../harness/firmware-bundle.ts';
import { type FirmwareOutcome, type LiveDisplay, runFirmware } from '../harness/firmware-run.ts';
import { type Screen, startScreen } from '../harness/screen.ts';
import { until } from '../harness/until.ts';

/** As the agent looks at its display. */
const lookAt =
  ({ display }: Screen): LiveDisplay =>
  () => {
    const { state, framesRendered, pageSilentSeconds } = display.figures();
    const pageAnswers = pageSilentSeconds !== null && pageSilentSeconds < 8;
    return { running: state === 'running', framesRendered, pageAnswers };
  };

/** Where the programs of a graphics driver are found (libglvnd, Mesa): an image without it has them nowhere. */
const driver = { __EGL_VENDOR_LIBRARY_FILENAMES: '/nowhere', LIBGL_DRIVERS_PATH: '/nowhere' };

test('a firmware whose display renders is kept; one without its graphics driver stays black and is left', async (t) => {
  if (!mayInstall) return t.pass('only root may install');
  const folder = await newAgentFolder(t);
  const fleet = await newSigning(folder, 'fleet');
  const board = await newBoard(t, fleet.authority);
  const artifacts = join(folder, 'artifacts');
  await mkdir(artifacts);
  const life = async (screen: Screen, bundle?: TestBundle): Promise<FirmwareOutcome> => {
    if (bundle) await copyFile(bundle.path, join(artifacts, bundle.wanted.bundle.sha256));
    const orders = { folder: join(folder, 'totem'), bus: board.bus, bootId: board.bootId() };
    const { commandLine } = board;
    const wanted = bundle ? { ...bundle.wanted, soakSeconds: 0 } : null;
    return runFirmware({ ...orders, commandLine, artifacts, wanted }, lookAt(screen));
  };
  const small = { width: 160, height: 160 };
  const screen = await startScreen(t, small);
  const renders = () => screen.display.figures().framesRendered > 0;
  await until('the screen to render', renders, 60_000);

  await life(screen, await newBundle(folder, fleet, { version: '2.0.0' }));
  t.is(await board.boot(), 'B');
  const kept = await life(screen);
  t.deepEqual(kept.states, ['rebooting', 'proving', 'confirmed'], kept.reported.problem?.message);

  t.is((await life(screen, await newBundle(folder, fleet, { version: '3.0.0' }))).ending, 'reboot');
  await screen.display.stop();
  t.is(await board.boot(), 'A');
  for (const [name, value] of Object.entries(driver)) {
    const former = process.env[name];
    process.env[name] = value;
    t.teardown(() => {
      if (former === undefined) delete process.env[name];
      else process.env[name] = former;
    });
  }
  const dark = await startScreen(t, small);
  const left = await life(dark);
  // The compositor goes on without the page: it counts frames, all of them black.
  t.is(dark.display.figures().pageSilentSeconds, null);
  t.deepEqual(left.states, ['rebooting', 'proving', 'rolling_back']);
  t.is(await board.boot(), 'B');
  const back = await life(dark);
  t.is(back.reported.state, 'failed');
  t.is(back.reported.booted?.version, '2.0.0');
  t.regex(
    back.reported.problem?.message ?? '',
    /3\.0\.0 ran in slot A and was not well: .*the page does not answer/,
  );
});
