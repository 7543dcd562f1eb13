import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Words } from '../languages/index.ts';
import type { ServiceDesk, ServiceView } from './desk.ts';

/** What every part of the technician's side may need. */
export interface ServiceScreen {
  desk: ServiceDesk;
  view: ServiceView;
  words: Words;
  language: string;
  /** The locale that dates, times and numbers are written in. */
  locale: string;
  languages: readonly { tag: string; name: string }[];
  setLanguage: (language: string) => void;
  /** A monotonic clock in ms. */
  now: () => number;
}

export const ServiceContext = createContext<ServiceScreen | undefined>(undefined);

/** The service screen that this component is on. */
export function useService(): ServiceScreen {
  const screen = useContext(ServiceContext);
  if (!screen) throw new Error('used outside of the service screens');
  return screen;
}
