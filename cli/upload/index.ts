export { digestFile } from './digest.ts';
export { missingFiles, uploadFiles } from './files.ts';
export { patienceOf } from './patience.ts';
