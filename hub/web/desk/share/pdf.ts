/// <reference types="vite/client" />
import * as pdfjs from 'pdfjs-dist';
import worker from 'pdfjs-dist/build/pdf.worker.min.mjs?url';

/** Opens a PDF with Mozilla's reader, in a worker of its own; loaded only when somebody shows one. */
export function getDocument(data: ArrayBuffer) {
  pdfjs.GlobalWorkerOptions.workerSrc = worker;
  // Scripts and forms inside a PDF are not run, and without WebAssembly the page's policy stays as it is.
  return pdfjs.getDocument({ data, useWasm: false, enableXfa: false });
}
