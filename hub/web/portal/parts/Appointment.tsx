import type { CallAppointment } from '../../../../protocol/calls/appointment.ts';
import { calendarFile } from '../calendar.ts';
import { useShown } from './context.ts';

/** An appointment to take along: the code is all that the office asks for. */
export function Appointment({ appointment }: { appointment: CallAppointment }) {
  const { words } = useShown();
  const { title, place, at, note, code } = appointment;
  return (
    <div class="card">
      <h3>{words('appointment')}</h3>
      <p class="when">{words.moment(at)}</p>
      <p dir="auto">
        <strong>{title}</strong>
        {place !== '' && <br />}
        {place}
      </p>
      {note !== '' && <p dir="auto">{note}</p>}
      <p>
        {words('appointmentCode')} <bdi class="code">{code}</bdi>
      </p>
      <p class="quiet">{words('appointmentText')}</p>
      <button type="button" class="other" onClick={() => save(appointment)}>
        {words('appointmentSave')}
      </button>
    </div>
  );
}

/** Hands the browser a file; nothing of it goes anywhere. */
function save(appointment: CallAppointment): void {
  const file = new Blob([calendarFile(appointment, Date.now())], { type: 'text/calendar' });
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = `${appointment.code}.ics`;
  link.click();
  URL.revokeObjectURL(link.href);
}
