import Type, { type Static } from 'typebox';
import { LanguageTag, Timestamp } from '../names.ts';
import { OfficeId } from './wish.ts';

const closed = { additionalProperties: false } as const;

/** An appointment that an operator made for the citizen, to be taken along. */
export const CallAppointment = Type.Object(
  {
    office: OfficeId,
    /** Names of the office and of the place to come to, as the citizen reads them. */
    title: Type.String({ minLength: 1, maxLength: 120 }),
    place: Type.String({ maxLength: 200, default: '' }),
    at: Timestamp,
    /** What to bring, and the like. */
    note: Type.String({ maxLength: 300, default: '' }),
    /** By which the office finds it: no name is needed. */
    code: Type.String({ pattern: '^[A-Z0-9](?:[A-Z0-9-]{0,18}[A-Z0-9])?$' }),
  },
  closed,
);
export type CallAppointment = Static<typeof CallAppointment>;

/** When somebody would like to be rung up. */
export const appointmentTimes = ['any', 'morning', 'afternoon'] as const;

/** Asks an office that is closed to ring back. The one thing about a citizen that the hub keeps, for some days, sealed. */
export const AppointmentRequest = Type.Object(
  {
    office: OfficeId,
    subject: Type.Union([OfficeId, Type.Null()]),
    language: LanguageTag,
    /** In the form of E.164; a number of Italy may be written without its country. */
    phone: Type.String({ pattern: '^\\+?[0-9]{5,15}$' }),
    when: Type.Enum([...appointmentTimes]),
    /** The sentence that the citizen read and agreed to, word for word. */
    consent: Type.String({ minLength: 10, maxLength: 600 }),
  },
  closed,
);
export type AppointmentRequest = Static<typeof AppointmentRequest>;

/** A request, as the desks of its office see it. */
export const KnownAppointmentRequest = Type.Object(
  {
    request: Type.String({ format: 'uuid' }),
    ...AppointmentRequest.properties,
    made: Timestamp,
    /** When it is deleted, done or not. */
    expires: Timestamp,
  },
  closed,
);
export type KnownAppointmentRequest = Static<typeof KnownAppointmentRequest>;
