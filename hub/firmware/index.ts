export { type FirmwareLibrary, type FirmwareOptions, openFirmware } from './library.ts';
