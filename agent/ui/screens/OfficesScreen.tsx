import { spoken } from '../content.ts';
import { BorrowedMark } from '../parts/Borrowed.tsx';
import { useScreen } from '../parts/context.ts';
import { Icon } from '../parts/Icon.tsx';
import { OpeningLine } from '../parts/OpeningLine.tsx';
import { Whereabouts } from '../parts/Whereabouts.tsx';

/** All offices, with who is open now. */
export function OfficesScreen() {
  const { content, session, open, words, dictionary } = useScreen();
  return (
    <div class="category tone-blue">
      <header class="hero">
        <p class="kicker">
          <span class="badge">
            <Icon name="office" />
          </span>
          {words('home.offices')}
        </p>
        <h1 tabIndex={-1}>{words('offices.title')}</h1>
        <p class="lead">{words('offices.lead')}</p>
      </header>
      <ul class="rows">
        {content.offices.map((office) => {
          const version = spoken(office.versions, session.language, content);
          if (!version) return null;
          const { value: place, language } = version;
          return (
            <li key={office.id}>
              <button type="button" class="row" onClick={() => open({ kind: 'office', id: office.id })}>
                <span class="row-words">
                  <span class="row-title" {...dictionary.writtenIn(language)}>
                    {place.name}
                  </span>
                  <span class="row-summary" lang={language}>
                    <Whereabouts place={place} language={language} />
                  </span>
                  <BorrowedMark version={version} />
                  {office.opening && <OpeningLine opening={office.opening} />}
                </span>
                <span class="row-go">
                  <Icon name="forward" />
                </span>
              </button>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
