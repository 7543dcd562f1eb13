import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { withCanvas } from './browser.ts';
import { makeFilm } from './film.ts';
import { parkPoster } from './posters/park.ts';
import { phonePoster } from './posters/phone.ts';
import { roadPoster } from './posters/road.ts';
import { schoolPoster } from './posters/school.ts';
import { workPoster } from './posters/work.ts';
import { poster } from './shapes.ts';

/**
 * Draws the media of the sample content's playlist: `node demo/media/make.ts [posters|film]`. Needs Chromium
 * and, for the film, GStreamer with its vpx plug-in.
 */
const folder = join(import.meta.dirname, '../content/media');
const posters: Record<string, string> = {
  lavoro: workPoster(),
  scuola: schoolPoster(),
  strade: roadPoster(),
  aperto: parkPoster(),
  telefono: phonePoster('https://www.cittametropolitana.mi.it/'),
};

const wanted = process.argv[2];
await mkdir(folder, { recursive: true });
if (wanted !== 'film') {
  await withCanvas(poster, async (canvas) => {
    for (const [name, drawing] of Object.entries(posters)) {
      await canvas.draw(
        `<svg xmlns="http://www.w3.org/2000/svg" width="${poster.width}" height="${poster.height}" font-family="Titillium Web">${drawing}</svg>`,
      );
      await writeFile(join(folder, `${name}.jpg`), await canvas.shot({ type: 'jpeg', quality: 86 }));
    }
  });
}
if (wanted !== 'posters') await makeFilm(join(folder, 'buongiorno.webm'));
