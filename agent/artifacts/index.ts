export { type Artifact, hashFile, isCode, openPool, type Pool, sizeOf } from './pool.ts';
export { type ArtifactSource, type ArtifactStream, httpsArtifacts, noArtifacts } from './source.ts';
