import type { Logger } from 'pino';
import { ApiProblem } from '../../protocol/index.ts';
import type { ArtifactStore } from '../artifacts/index.ts';
import type { Broker } from '../broker/index.ts';
import type { Calls } from '../calls/index.ts';
import type { Audit, EventStore } from '../events/index.ts';
import type { FirmwareLibrary } from '../firmware/index.ts';
import type { Fleet } from '../fleet/index.ts';
import type { LiveView, Pictures } from '../gateway/index.ts';
import type { Scope } from '../http/index.ts';
import type { Identity } from '../identity/index.ts';
import type { Metrics } from '../metrics/index.ts';
import type { Portal } from '../portal/index.ts';
import type { Library, PublicPages } from '../public/index.ts';
import type { Reports } from '../report/index.ts';
import type { ContentReleases, Rollouts } from '../rollouts/index.ts';
import type { ServiceCodes } from '../service/index.ts';

export interface ApiOptions {
  host: string;
  /** 0 takes a free port. */
  port: number;
  identity: Identity;
  fleet: Fleet;
  events: EventStore;
  broker: Pick<Broker, 'command' | 'connected'>;
  artifacts: ArtifactStore;
  releases: ContentReleases;
  firmware: FirmwareLibrary;
  rollouts: Rollouts;
  reports: Reports;
  audit: Audit;
  pictures: Pictures;
  live: LiveView;
  service: ServiceCodes;
  metrics: Metrics;
  /** `https://host:port` that goes into enrolment tokens. */
  gatewayUrl: string;
  /** What citizens read on their phones; `null` where there are no such pages. */
  publicPages: Pick<PublicPages, 'register'> | null;
  /** Calls to a person, and the sites whose pages may begin one. */
  calls: Pick<Calls, 'desks' | 'visitor' | 'shown' | 'recordings' | 'tape' | 'report'>;
  portalOrigins: readonly string[];
  /** The call on web pages: its script, a page of our own, and what it shows. */
  portal: Portal;
  /** Proxies in front of this listener, whose word for the sender's address is believed. */
  trustedProxies: readonly string[];
  /** The published content, for who shows it to citizens. */
  library: Pick<Library, 'home'>;
  /** Built files of the dashboard and of the desk; where a folder is absent the pages say so. */
  dashboardFolder: string;
  deskFolder: string;
  /** Marks the session cookie `Secure`. */
  secureCookies: boolean;
  /** What must hold for `/readyz`, by name. */
  ready: Readonly<Record<string, () => boolean | Promise<boolean>>>;
  log: Logger;
}

export type { Scope };

/** Registers the routes of one resource. */
export type Resource = (scope: Scope, options: ApiOptions) => void;

/** The answers every route may give besides its own. */
export const problems = { '4xx': ApiProblem, '5xx': ApiProblem } as const;
