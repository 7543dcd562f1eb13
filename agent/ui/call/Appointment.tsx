import { useScreen } from '../parts/context.ts';
import { Icon } from '../parts/Icon.tsx';
import { Qr } from '../parts/Qr.tsx';
import { calendarEntry } from './calendar-entry.ts';
import type { CallAppointment } from './types.ts';

/** An appointment that the operator made, to be read, written down, or taken into a phone's calendar. */
export function Appointment({ appointment }: { appointment: CallAppointment }) {
  const { words, session, dictionary } = useScreen();
  const { title, place, at, note, code } = appointment;
  const when = new Intl.DateTimeFormat(dictionary.localeOf(session.language), {
    dateStyle: 'full',
    timeStyle: 'short',
    timeZone: 'Europe/Rome',
  }).format(new Date(at));
  return (
    <section class="section appointment" aria-labelledby="appointment-title">
      <h2 id="appointment-title">
        <Icon name="calendar" />
        {words('call.appointment')}
      </h2>
      <p class="appointment-when">{when}</p>
      <p class="with-icon">
        <Icon name="place" />
        <span>
          <bdi>{title}</bdi>
          {place !== '' && (
            <>
              <br />
              <bdi>{place}</bdi>
            </>
          )}
        </span>
      </p>
      {note !== '' && (
        <p class="with-icon">
          <Icon name="info" />
          <bdi>{note}</bdi>
        </p>
      )}
      <div class="appointment-take">
        <Qr text={calendarEntry(appointment)} label={words('call.appointmentQr')} />
        <div>
          <p>{words('call.appointmentCode')}</p>
          <p class="appointment-code" dir="ltr">
            {code}
          </p>
          <p>{words('call.appointmentHow')}</p>
        </div>
      </div>
    </section>
  );
}
