import type { DoctorEvent } from '../../../protocol/index.ts';

/** For readers on this machine, who open the picture's file. */
export function withoutPicture(event: DoctorEvent): DoctorEvent {
  return event.type === 'picture' ? { ...event, base64: '' } : event;
}
