import type { Health } from '../../../protocol/index.ts';
import { namesIn, type Roots, readNow, readTrimmed } from './roots.ts';

/** Sound cards as ALSA numbers them: ` 0 [Headphones     ]: bcm2835_headpho - bcm2835 Headphones`. */
export function readAudio(roots: Roots): Health['audio'] {
  const text = readNow(`${roots.proc}/asound/cards`) ?? '';
  return [...text.matchAll(/^ *(\d+) \[([^\]]*)\]: *(.*)$/gm)]
    .slice(0, 16)
    .map(([, card, id = '', rest = '']) => ({
      card: Number(card),
      id: id.trim().slice(0, 80),
      name: rest
        .slice(rest.indexOf(' - ') < 0 ? 0 : rest.indexOf(' - ') + 3)
        .trim()
        .slice(0, 80),
    }));
}

/** Video devices that capture; a camera has more nodes for its metadata, of which the first one counts. */
export async function readCameras(roots: Roots): Promise<Health['cameras']> {
  const folder = `${roots.sys}/class/video4linux`;
  const nodes = (await namesIn(folder)).filter((name) => /^video\d+$/.test(name));
  const cameras = await Promise.all(
    nodes.map(async (node) => {
      const [name, index] = await Promise.all([
        readTrimmed(`${folder}/${node}/name`),
        readTrimmed(`${folder}/${node}/index`),
      ]);
      if (index !== null && index !== '0') return [];
      return [{ device: `/dev/${node}`, name: (name ?? '').slice(0, 80) }];
    }),
  );
  return cameras.flat().slice(0, 16);
}
