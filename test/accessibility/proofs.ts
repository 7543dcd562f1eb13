import { profileNames } from '../../protocol/profiles.ts';
import type { NamedTest } from './types.ts';

const inFile =
  (file: string) =>
  (...titles: string[]): NamedTest[] =>
    titles.map((title) => ({ file, title }));

const profiles = inFile('test/agent/ui/profiles.test.ts');
const guidance = inFile('test/agent/ui/guidance.test.ts');
const keys = inFile('test/agent/ui/keys.test.ts');
const doubleStrike = inFile('test/agent/touch/double-strike.test.ts');
const page = inFile('test/agent/ui/page.test.ts');
const look = inFile('test/agent/ui/look.test.ts');
const wipe = inFile('test/agent/ui/wipe.test.ts');
const link = inFile('test/agent/ui/link.test.ts');
const speech = inFile('test/agent/speech/speech.test.ts');
const queue = inFile('test/agent/speech/queue.test.ts');
const voices = inFile('test/agent/speech/voices.test.ts');
const assistant = inFile('test/agent/ui/assistant.test.ts');
const callTalk = inFile('test/agent/ui/call-talk.test.ts');
const callTold = inFile('test/agent/ui/call-told.test.ts');
const callLook = inFile('test/agent/ui/call-look.test.ts');
const callSigns = inFile('test/agent/ui/call-signs.test.ts');
const callLevel = inFile('test/agent/call/level.test.ts');
const player = inFile('test/agent/display-player.test.ts');

const everyProfile = ['no profile', ...profileNames, 'large + contrast + low + simple'];

/** What tests show, by a name that the table of criteria uses. */
export const proofs = {
  axe: profiles(...everyProfile.map((name) => `axe finds nothing in any state: ${name}`)),
  fits: profiles(
    ...everyProfile.map(
      (name) => `nothing is cut off, and every control is at least 20 mm wide and high: ${name}`,
    ),
  ),
  enlarged: look(
    'nothing is cut off sideways or too small to touch: portrait totem at 200 %',
    'nothing is cut off sideways or too small to touch: landscape at 200 %',
  ),
  sideways: look(
    'nothing is cut off sideways or too small to touch: landscape',
    'nothing is cut off sideways or too small to touch: small portrait',
  ),
  narrow: look('nothing is cut off sideways or too small to touch: phone'),
  contrast: profiles('contrast of every text as it is drawn is at least 4.5:1, and 3:1 of large ones'),
  highContrast: profiles('contrast: every text as it is drawn has at least 7:1'),
  signs: profiles(
    'pictograms and edges of controls as they are drawn have at least 3:1: no profile',
    'pictograms and edges of controls as they are drawn have at least 3:1: contrast',
  ),
  large: profiles('large: the smallest capital is at least 7.3 mm high'),
  reach: profiles(
    'low: every control comes within the lowest band of the screen',
    'low: on a panel whose height is known the band ends where a seated person reaches',
  ),
  calm: profiles('calm: nothing moves, in any state'),
  simple: profiles(
    'simple: a card with easy words shows them alone, with pictures, and the whole of it when asked',
  ),
  chooser: profiles(
    'profiles are switched by a button that is always there, seen at once, and end with the session',
  ),
  gaps: look('on the totem every control is at least 96 px high, and 12 px from the next'),
  told: guidance(
    'each screen is told as it comes: its title, what it is about, how many choices',
    'arrows lead through every text and every control of a card, and round again',
  ),
  help: guidance('the help key alone leads to the guidance, told to whoever cannot see it'),
  headphones: guidance(
    'headphones that are plugged in begin the guidance, for one person alone; pulled out, that is said',
  ),
  discreet: [
    ...guidance(
      'what was typed is heard in headphones, or when it is asked for, and otherwise only how much it is',
    ),
    ...queue('personal things are spoken in private only, and end when the headphones are pulled'),
    ...speech('personal things are withheld without headphones and spoken with them'),
  ],
  changes: guidance('the warning is told with its time, and what changes on a screen is told after it'),
  foreign: guidance(
    'left and right skip from control to control; a foreign text is told in its own language',
  ),
  languages: voices('espeak-ng speaks every language, with mouth and words in their times'),
  spoken: speech('a sentence is heard, its mouth moves within the sound, and a stop is silence at once'),
  volume: speech('volume is heard at once, and is back after the session; nothing is repeated from it'),
  mute: player('in a session nothing is decoded, and after it the interrupted item starts again unreported'),
  keypad: keys(
    'a keypad alone begins, chooses, reads, goes back, goes home and ends',
    'the warning is answered by keys, and they stay within it',
  ),
  doubleStrike: doubleStrike(
    'a key struck again at once by a trembling hand counts once',
    'another key counts at once, and so does the first after it',
  ),
  oneFinger: [
    ...keys('a second finger neither breaks the first nor does anything itself'),
    ...link('a second finger, a lifted finger elsewhere and a cancelled one press nothing'),
  ],
  tab: page('the keyboard alone is enough, and the warning keeps the focus inside'),
  scrollButtons: page('nothing has to be dragged: two buttons page through a long card'),
  language: page('the language can be changed anywhere, and what is not translated is said'),
  threeTouches: page('every card is at most three touches away, in both languages'),
  card: page('a card says all that a citizen needs'),
  returns: page('back returns to where the list was scrolled, home goes home'),
  time: wipe(
    'silence warns, then wipes everything',
    'who is still there goes on where they were, as often as they like',
  ),
  answerShown: assistant(
    'a suggested question is answered with its source, which opens the card and comes back',
  ),
  texting: inFile('test/agent/ui/takeaway.test.ts')(
    'a number is typed, confirmed, sent and forgotten; the code is there for whoever got none',
  ),
  callText: callTalk('text goes letter by letter both ways, and is finished by a line'),
  callDevices: callTalk(
    'camera and microphone are seen to be on and switched each for itself; who listens is named',
  ),
  callTold: callTold('without sight and by keys alone: to a person, through the queue and the talk, and out'),
  callWhoSpeaks: [
    ...callSigns('who speaks is seen at the face and at the name, and told to nobody'),
    ...callLevel('who begins to speak does so within a tenth of a second, and ends after a pause'),
  ],
  callBandwidth: inFile('test/agent/call/bandwidth.test.ts')(
    'a voice comes through with all that makes it clear: up to 7 kHz',
  ),
  callResolution: [
    ...inFile('test/agent/call/call.test.ts')(
      'a citizen and an operator see each other, whatever breaks between them',
    ),
    ...callSigns('usual: the hole for the face has the shape of the picture, whatever is beside it'),
  ],
  callVolume: [
    ...callSigns('the call is made louder and quieter on the screen, and the keypad’s keys are followed'),
    ...inFile('test/agent/call/volume.test.ts')(
      'the other side is heard as loud as the citizen wants the totem, from one moment to the next',
    ),
  ],
  callLook: callLook('a call in every state: axe, contrast, sizes'),
  typed: assistant('what is typed on the glass is asked; without a voice nothing is said'),
} satisfies Record<string, NamedTest[]>;
