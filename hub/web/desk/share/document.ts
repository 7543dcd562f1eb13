/** A page as a picture, ready to be handed in. */
export interface PagePicture {
  blob: Blob;
  width: number;
  height: number;
}

/** Something with pages that an operator opened; it stays in this browser, only pictures of pages leave it. */
export interface OpenDocument {
  title: string;
  pages: number;
  picture(page: number): Promise<PagePicture>;
  close(): void;
}

export class DocumentProblem extends Error {}

/** Long side of a page's picture in px: a totem shows it on 1080 across. */
const longSide = 1700;
const mostPages = 500;
const mostBytes = 40 * 1024 * 1024;

/** Opens a PDF or a picture. Rejects with a `DocumentProblem` that says what is wrong with it. */
export async function openDocument(file: File): Promise<OpenDocument> {
  if (file.size > mostBytes) throw new DocumentProblem('This file is larger than 40 MB.');
  const title = file.name.replace(/\.[a-z0-9]{1,5}$/i, '').slice(0, 200) || 'Document';
  const head = new Uint8Array(await file.slice(0, 5).arrayBuffer());
  const isPdf = String.fromCharCode(...head) === '%PDF-';
  return isPdf ? openPdf(title, await file.arrayBuffer()) : openPicture(title, file);
}

/** Drawn anew, so that what a camera wrote into the file, such as the place, does not leave this browser. */
async function openPicture(title: string, file: File): Promise<OpenDocument> {
  const bitmap = await createImageBitmap(file).catch(() => {
    throw new DocumentProblem('This is neither a PDF nor a picture that this browser knows.');
  });
  const picture = await drawn(bitmap.width, bitmap.height, async (context, scale) => {
    context.drawImage(bitmap, 0, 0, bitmap.width * scale, bitmap.height * scale);
  });
  bitmap.close();
  return { title, pages: 1, picture: async () => picture, close: () => undefined };
}

async function openPdf(title: string, data: ArrayBuffer): Promise<OpenDocument> {
  const { getDocument } = await import('./pdf.ts');
  const task = getDocument(data);
  const pdf = await task.promise.catch((error: unknown) => {
    const locked = error instanceof Error && error.name === 'PasswordException';
    throw new DocumentProblem(
      locked ? 'This PDF is protected by a password.' : 'This PDF is broken and cannot be opened.',
    );
  });
  if (pdf.numPages > mostPages) {
    void task.destroy();
    throw new DocumentProblem(`This PDF has more than ${mostPages} pages.`);
  }
  return {
    title,
    pages: pdf.numPages,
    picture: async (number) => {
      const page = await pdf.getPage(number);
      const { width, height } = page.getViewport({ scale: 1 });
      const picture = await drawn(width, height, async (context, scale) => {
        await page.render({ canvas: context.canvas, viewport: page.getViewport({ scale }) }).promise;
      });
      page.cleanup();
      return picture;
    },
    close: () => void task.destroy(),
  };
}

/** A picture with its long side as above, on white, and small enough for the hub. */
async function drawn(
  width: number,
  height: number,
  draw: (context: CanvasRenderingContext2D, scale: number) => Promise<void>,
): Promise<PagePicture> {
  const scale = longSide / Math.max(width, height);
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(width * scale));
  canvas.height = Math.max(1, Math.round(height * scale));
  const context = canvas.getContext('2d');
  if (!context) throw new DocumentProblem('This browser has no memory left for the page.');
  context.fillStyle = 'white';
  context.fillRect(0, 0, canvas.width, canvas.height);
  await draw(context, scale);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/webp', 0.9));
  if (!blob) throw new DocumentProblem('This page cannot be made a picture.');
  return { blob, width: canvas.width, height: canvas.height };
}
