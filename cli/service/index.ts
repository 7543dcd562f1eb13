export { passphraseFrom } from './passphrase.ts';
export { type SafeLabel, ServiceSafe, seal, unseal } from './safe.ts';
