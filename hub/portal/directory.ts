import type { PortalCard, PortalDirectory, PortalOffice, Skills } from '../../protocol/calls/index.ts';
import type { Card, Office } from '../../protocol/content/compiled.ts';
import { publicLink } from '../../protocol/index.ts';
import { openingAt, openingWords } from '../../protocol/opening/index.ts';
import { type Edition, textOf, versionOf } from '../public/index.ts';

/** Who could be talked to now. */
export type DesksNow = ReadonlyMap<string, { skills: Skills; present: boolean; chosen: string }>;

/** The moment that is asked about (ms), and offices that are open whenever somebody is at their desk. */
export interface Hours {
  now: number;
  anyTime: readonly string[];
}

/** The institution's offices in a language, as they are at a moment. */
export function directoryOf(edition: Edition, asked: string, desks: DesksNow, hours: Hours): PortalDirectory {
  const { content } = edition;
  const language = content.languages.includes(asked) ? asked : content.defaultLanguage;
  const staffed = [...desks.values()].filter(({ present, chosen }) => present && chosen !== 'away');
  return {
    institution: textOf({ edition, language }, content.title),
    language,
    languages: content.languages,
    spoken: [...new Set(staffed.flatMap(({ skills }) => skills.languages))].sort(),
    signs: staffed.some(({ skills }) => skills.signLanguage),
    offices: content.offices.flatMap((office) => {
      const attended = staffed.some(({ skills }) => skills.offices.includes(office.id));
      return shownOffice(edition, office, language, attended, hours) ?? [];
    }),
  };
}

function shownOffice(
  edition: Edition,
  { id, opening, versions }: Office,
  asked: string,
  attended: boolean,
  { now, anyTime }: Hours,
): PortalOffice | undefined {
  const version = versionOf({ edition, language: asked }, versions);
  if (!version) return undefined;
  const { name, summary, address, town, phone } = version.value;
  const state = opening && !anyTime.includes(id) ? openingAt(opening, now) : null;
  const open = state ? state.state === 'open' : attended;
  const next = state?.state === 'closed' ? state.opens : null;
  return {
    id,
    language: version.language,
    name,
    summary,
    address,
    town,
    phone,
    open,
    attended,
    opening: state && openingWords(asked).state(state, now),
    opens: next ? new Date(next.instant).toISOString() : null,
  };
}

/** A card in plain texts; `undefined` where the edition has none by this id. */
export function cardOf(
  edition: Edition,
  card: Card,
  asked: string,
  publicUrl: string | null,
): PortalCard | undefined {
  const version = versionOf({ edition, language: asked }, card.versions);
  if (!version) return undefined;
  const { title, summary, needed, outcome, times, costs } = version.value;
  const place = { kind: 'card', id: card.id } as const;
  return {
    id: card.id,
    language: version.language,
    title,
    summary,
    needed,
    outcome,
    times,
    costs,
    link: publicUrl === null ? null : publicLink({ url: publicUrl, group: null }, version.language, place),
  };
}
