export type { CallAction, CallPlace, CallShown, CallView } from '../../../protocol/call-page.ts';
export type { AppointmentRequest, CallAppointment } from '../../../protocol/calls/appointment.ts';
export type { CallForm, FormAnswers } from '../../../protocol/calls/form.ts';
export type { CallParty, CallText } from '../../../protocol/calls/messages.ts';
export type { CallWish } from '../../../protocol/calls/wish.ts';
