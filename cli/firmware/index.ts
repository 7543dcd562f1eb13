export { addFirmware } from './add.ts';
export { findFirmware, firmwareList } from './find.ts';
export { firmwareFacts, firmwareListing } from './totems.ts';
