export { applyProfiles, wantsStillness } from './apply.ts';
export { Chooser } from './Chooser.tsx';
export { ProfilesButton } from './ProfilesButton.tsx';
export { type Measures, measuresOf } from './panel.ts';
export { type Profiles, profileNames, profilesOf, switched } from './profiles.ts';
