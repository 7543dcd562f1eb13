import { osInfo, system } from 'systeminformation';

/**
 * Tells once what machine this is, as one line of JSON. A process of its own, because the library takes 8 MB of
 * memory and starts dozens of programs to find out what does not change until the next start of the board.
 */
const [{ distro, release, kernel }, { manufacturer, model, version }] = await Promise.all([
  osInfo(),
  system(),
]);
const board = [manufacturer, model, version].filter((word) => word && word !== '-');
process.stdout.write(
  `${JSON.stringify({
    platform: `${distro} ${release} (${kernel})`.slice(0, 120),
    board: [...new Set(board)].join(' ').slice(0, 120),
  })}\n`,
);
