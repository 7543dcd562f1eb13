import { abs, ev, type InputEvent, key, syn } from './events.ts';

/** One step of one finger, at a fraction (0 to 1) of the screen's width and height. */
export interface TouchStep {
  phase: 'down' | 'move' | 'up' | 'cancel';
  contact: number;
  x: number;
  y: number;
}

export interface Contacts {
  /** Gives the steps that an event completes; all but SYN_REPORT only prepare. */
  take(event: InputEvent): TouchStep[];
  /** Ends what is down, because nobody knows any more what the fingers do. */
  cancel(): TouchStep[];
}

interface Contact {
  x: number;
  y: number;
  /** As the device says since the last report. */
  touching: boolean;
  /** As it was last told. */
  told: { x: number; y: number } | null;
  /** The finger was lifted and another one put down within one report. */
  replaced: boolean;
}

const slots = 16;

/**
 * Follows the fingers: multi-touch protocol type B (slots) where the device speaks it, else a single contact
 * (Documentation/input/multi-touch-protocol.rst of the kernel). A device sends only what changed.
 */
export function createContacts(maximumX: number, maximumY: number): Contacts {
  const contacts = Array.from(
    { length: slots },
    (): Contact => ({ x: 0, y: 0, touching: false, told: null, replaced: false }),
  );
  let slot = 0;
  let multi = false;
  /** Events were lost (SYN_DROPPED): what comes before the next report is worth nothing. */
  let lost = false;

  const fraction = (value: number, maximum: number): number => Math.min(1, Math.max(0, value / maximum));
  const position = ({ x, y }: Contact) => ({ x: fraction(x, maximumX), y: fraction(y, maximumY) });

  const report = (): TouchStep[] =>
    contacts.flatMap((contact, number): TouchStep[] => {
      const steps: TouchStep[] = [];
      const here = position(contact);
      if (contact.told !== null && (!contact.touching || contact.replaced)) {
        steps.push({ phase: 'up', contact: number, ...(contact.replaced ? contact.told : here) });
        contact.told = null;
      }
      contact.replaced = false;
      if (!contact.touching) return steps;
      if (contact.told === null) steps.push({ phase: 'down', contact: number, ...here });
      else if (contact.told.x !== here.x || contact.told.y !== here.y) {
        steps.push({ phase: 'move', contact: number, ...here });
      }
      contact.told = here;
      return steps;
    });
  const cancel = (): TouchStep[] =>
    contacts.flatMap((contact, number): TouchStep[] => {
      const { told } = contact;
      contact.told = null;
      contact.touching = false;
      contact.replaced = false;
      return told === null ? [] : [{ phase: 'cancel', contact: number, ...told }];
    });

  const prepare = ({ type, code, value }: InputEvent): void => {
    if (type === ev.key && code === key.touch && !multi) touch(contacts[0], value !== 0);
    if (type !== ev.abs) return;
    if (code === abs.slot || code === abs.multiX || code === abs.multiY || code === abs.trackingId)
      multi = true;
    const contact = multi ? contacts[slot] : contacts[0];
    if (code === abs.slot) slot = value;
    else if (contact === undefined) return;
    else if (code === abs.trackingId) touch(contact, value >= 0);
    else if (code === (multi ? abs.multiX : abs.x)) contact.x = value;
    else if (code === (multi ? abs.multiY : abs.y)) contact.y = value;
  };

  return {
    take(event) {
      if (event.type === ev.syn && event.code === syn.dropped) {
        lost = true;
        return cancel();
      }
      const isReport = event.type === ev.syn && event.code === syn.report;
      if (lost) {
        lost = !isReport;
        return [];
      }
      if (isReport) return report();
      prepare(event);
      return [];
    },
    cancel,
  };
}

function touch(contact: Contact | undefined, touching: boolean): void {
  if (contact === undefined) return;
  if (touching && !contact.touching && contact.told !== null) contact.replaced = true;
  contact.touching = touching;
}
