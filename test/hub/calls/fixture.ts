import type { Rules } from '../../../hub/calls/model/index.ts';
import type { CallWish } from '../../../protocol/calls/index.ts';

export const rules: Rules = {
  routing: { relaxSeconds: 60, overflow: [] },
  ring: 20_000,
  connect: 30_000,
  grace: 15_000,
  callback: 600_000,
  asks: 5,
  asksWithin: 60_000,
};
export const wish: CallWish = {
  office: 'urp',
  subject: null,
  language: 'it',
  signLanguage: false,
  mode: 'video',
  seen: true,
};
export const skills = {
  offices: ['urp'],
  languages: ['it'],
  signLanguage: false,
  subjects: [],
  modes: ['video' as const, 'voice' as const, 'text' as const],
};
