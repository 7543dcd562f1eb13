export { type ArtifactStore, type ArtifactStoreOptions, openArtifactStore } from './store.ts';
export { type ArtifactServer, type ArtifactServerOptions, startArtifactServer } from './supervisor.ts';
