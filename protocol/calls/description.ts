import { failure, type Result, success } from '../errors.ts';
import { type AddressPolicy, checkCandidate } from './candidate.ts';

/** A browser's description of video and sound in one bundle has 6 to 10 KB. */
export const maximumDescriptionBytes = 32 * 1024;
const maximumLineCharacters = 2048;
const maximumSections = 4;
const maximumCandidates = 64;

/** Codecs of which a section of that kind must offer at least one; others beside them do no harm. */
const codecs: Readonly<Record<string, readonly string[]>> = {
  audio: ['opus'],
  video: ['vp8', 'vp9', 'av1', 'h264'],
};
const protocols: Readonly<Record<string, string>> = {
  audio: 'UDP/TLS/RTP/SAVPF',
  video: 'UDP/TLS/RTP/SAVPF',
  application: 'UDP/DTLS/SCTP',
};

/**
 * Checks a session description (SDP, RFC 8866, as WebRTC writes it, RFC 8829) before it reaches a media library:
 * it comes from the other party of a call. Refused: too large, not bundled of known kinds, without a known
 * codec, not protected by DTLS, and addresses at which no party can be.
 */
export function checkDescription(sdp: string, policy: AddressPolicy): Result<string> {
  const refused = (message: string) => failure('invalid', message, '/sdp');
  if (new TextEncoder().encode(sdp).length > maximumDescriptionBytes) {
    return failure('too_large', `a session description has at most ${maximumDescriptionBytes} bytes`, '/sdp');
  }
  const lines = sdp.split(/\r?\n/).filter((line) => line !== '');
  if (lines[0] !== 'v=0') return refused('a session description begins with v=0');
  const wrong = lines.findIndex(
    (line) => line.length > maximumLineCharacters || !/^[a-z]=[^\p{Cc}]*$/u.test(line),
  );
  if (wrong >= 0) return refused(`line ${wrong + 1} is no line of a session description`);

  const { session, sections } = parted(lines);
  if (sections.length === 0) return refused('a session description has a media section');
  if (sections.length > maximumSections)
    return refused(`at most ${maximumSections} media sections are taken`);
  for (const section of sections) {
    const problem = problemOf(section, session);
    if (problem) return refused(problem);
  }

  const candidates = lines.filter((line) => line.startsWith('a=candidate:')).map((line) => line.slice(2));
  if (candidates.length > maximumCandidates)
    return refused(`at most ${maximumCandidates} candidates are taken`);
  for (const candidate of candidates) {
    const checked = checkCandidate(candidate, policy);
    if (!checked.ok) return refused(checked.error.message);
  }
  return success(sdp);
}

function parted(lines: readonly string[]): { session: string[]; sections: string[][] } {
  const session: string[] = [];
  const sections: string[][] = [];
  for (const line of lines) {
    if (line.startsWith('m=')) sections.push([line]);
    else (sections[sections.length - 1] ?? session).push(line);
  }
  return { session, sections };
}

function problemOf(section: readonly string[], session: readonly string[]): string | undefined {
  const [kind = '', , protocol] = section[0]?.slice(2).split(' ') ?? [];
  if (protocols[kind] === undefined) return `a media section of kind ${kind.slice(0, 20)} is not taken`;
  if (protocol !== protocols[kind]) return `media of kind ${kind} is sent by ${protocols[kind]} only`;
  const both = [...session, ...section];
  const has = (attribute: string) => both.some((line) => line.startsWith(`a=${attribute}:`));
  if (both.some((line) => line.startsWith('a=crypto:'))) return 'keys are agreed by DTLS, not written down';
  for (const attribute of ['ice-ufrag', 'ice-pwd', 'fingerprint', 'setup']) {
    if (!has(attribute)) return `the section of kind ${kind} has no a=${attribute}`;
  }
  const wanted = codecs[kind];
  // A section that the other side turned down (port 0, RFC 3264) names a codec as well.
  if (wanted && !wanted.some((codec) => namesCodec(section, codec))) {
    return `the section of kind ${kind} offers none of ${wanted.join(', ')}`;
  }
  return undefined;
}

function namesCodec(section: readonly string[], codec: string): boolean {
  return section.some((line) => /^a=rtpmap:\d{1,3} ([^/]+)\//.exec(line)?.[1]?.toLowerCase() === codec);
}
