import type { ServiceState } from '../../protocol/index.ts';

export type ServiceEvent =
  /** The technician's gesture; which one depends on whether a code can be taken now. */
  | 'asked'
  | 'asked_in_vain'
  | 'asked_too_soon'
  /** A secret has come. */
  | 'keyed'
  | 'submitted'
  | 'accepted'
  | 'refused'
  | 'limited'
  /** The waiting time is over. */
  | 'waited'
  | 'left'
  | 'idle'
  /** Nothing shows the session any more. */
  | 'page_gone';

const endings = { left: 'closed', idle: 'closed', page_gone: 'closed' } as const;

/**
 * Every state of the service session and what each event makes of it; an event that is not in a row is ignored
 * there. A code that is being checked when the page goes opens nothing: it is used all the same.
 */
export const transitions: Record<ServiceState, Partial<Record<ServiceEvent, ServiceState>>> = {
  closed: { asked: 'asking', asked_in_vain: 'keyless', asked_too_soon: 'waiting' },
  keyless: { keyed: 'asking', ...endings },
  asking: { submitted: 'checking', ...endings },
  checking: { accepted: 'open', refused: 'asking', limited: 'waiting', page_gone: 'closed' },
  waiting: { waited: 'asking', ...endings },
  open: endings,
};
