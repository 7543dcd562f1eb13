import { join } from 'node:path';
import { type Result, success } from '../../protocol/index.ts';
import { pageConfiguration } from '../configuration.ts';
import type { Content, Proof } from '../content/index.ts';
import type { Kiosk } from '../kiosk/index.ts';
import { openKiosk } from '../page.ts';
import type { Gateway } from '../remote/index.ts';
import { restartAgent, restartBoard, type Service, startService } from '../service/index.ts';
import type { Attendance } from '../session/index.ts';
import { followPage } from '../session/page.ts';
import { openTakeAway, type TakeAway } from '../takeaway/index.ts';
import { openUsage, type Usage } from '../usage/index.ts';
import { type Answers, openAnswers } from './answers.ts';
import { openExamination } from './examination.ts';
import type { Foundation } from './foundation.ts';
import { displayOff, type Parts } from './parts.ts';

/** What is said between the agent and the page on the screen. */
export interface Conversation {
  page: Kiosk;
  service: Service;
  answers: Answers;
  takeAway: TakeAway;
  usage: Usage;
  /** The doctor's routes of the local API. */
  routes: ReturnType<typeof openExamination>['routes'];
  /** Tells the page the settings that are in force. */
  configurePage(): void;
}

export interface ConversationOptions {
  content: Content;
  proof: Proof;
  attendance: Attendance;
  /** `null` where this totem has no hub. */
  gateway: Pick<Gateway, 'sendText'> | null;
}

/** Serves the page, follows what it tells, and opens the technician's menu behind it. */
export async function openConversation(
  foundation: Foundation,
  parts: Parts,
  { content, proof, attendance, gateway }: ConversationOptions,
): Promise<Result<Conversation>> {
  const { folder, version, configuration, known, state, outbox, ledger, cleanStop, log, now } = foundation;
  const { faults, record } = ledger;
  const enrolment = known.ok ? (known.value?.enrolment ?? null) : null;
  const started = await openKiosk(
    configuration,
    content.shown,
    (path, response) => (parts.calls ? parts.calls.serve(path, response) : response.writeHead(404).end()),
    log,
  );
  if (!started.ok) return started;
  const page = started.value;
  parts.kiosk = page;

  const examination = openExamination({
    folder,
    version,
    configuration,
    identity: known,
    running: () => ({
      screen: parts.display
        ? { figures: parts.display.figures, picture: parts.display.picture, show: service.exercises.show }
        : null,
      input: () => parts.touch?.devices() ?? [],
      sensors: () => parts.senses?.list() ?? [],
      faults: faults.list,
      screenFree: () => !attendance.citizenPresent(),
      link: parts.link ? { online: parts.link.online, clockOffset: parts.link.clockOffset } : null,
      cleanStop,
    }),
    now,
  });
  const service = await startService({
    folder,
    totem: enrolment?.totem ?? null,
    send: (message) => {
      // Who asked for it wants to see it.
      if (message.type === 'exercise' && message.exercise !== null) parts.senses?.touched();
      page.send(message);
    },
    status: () => ({
      totem: enrolment?.totem ?? null,
      version,
      hub: enrolment?.mqtt ?? null,
      online: parts.link?.online() ?? false,
      content: content.shown()?.release ?? null,
      eventsPending: outbox.pending,
      display: parts.display?.figures() ?? displayOff,
      faults: faults.list(),
    }),
    actions: {
      restart_display: () => parts.display?.rebuild('asked for in the service menu'),
      restart_agent: restartAgent,
      restart_board: () => restartBoard(log),
    },
    panels: () => parts.touch ?? null,
    runDoctor: examination.runDoctor,
    record,
    log: log.child({ part: 'service' }),
    now,
  });

  const follower = followPage({
    watched: configuration.display.enabled,
    attendance,
    rendered: (release) => {
      log.info({ release }, 'content on the screen');
      proof.rendered(release);
    },
    alive: (frames) => parts.display?.pageAlive(frames),
    gone: () => {
      parts.display?.pageGone();
      parts.calls?.pageGone();
      service.pageGone();
    },
    attract: (showing) => parts.display?.setAttract(showing),
    onSession: () => {
      parts.senses?.session(attendance.state() !== 'attract');
      parts.renewal?.session(attendance.state() !== 'attract');
      parts.speech?.session(attendance.state() !== 'attract');
      parts.printing?.session(attendance.state() !== 'attract');
      parts.calls?.session(attendance.state() === 'active' || attendance.state() === 'warning');
      parts.health?.changed();
    },
  });
  const usage = await openUsage({
    file: join(folder, 'usage.json'),
    content: () => content.shown()?.compiled ?? null,
    record,
    now,
    random: Math.random,
    log: log.child({ part: 'usage' }),
  });
  const answers = openAnswers({
    assistant: configuration.assistant,
    content,
    send: page.send,
    answered: usage.answered,
    now,
  });
  const takeAway = await openTakeAway({
    folder,
    deliver: gateway ? gateway.sendText : null,
    send: page.send,
    log: log.child({ part: 'takeaway' }),
  });
  if (configuration.printer) {
    // Loaded only here: most totems have no printer.
    const { startPrinting } = await import('../printing/index.ts');
    parts.printing = startPrinting({
      settings: configuration.printer,
      content: () => content.shown()?.compiled ?? null,
      services: takeAway.services,
      send: page.send,
      faults,
      now,
      log: log.child({ part: 'printing' }),
    });
  }
  const configurePage = () =>
    page.send(pageConfiguration(configuration, state.data().desired?.configuration ?? {}));
  page.onMessage((message, sender) => {
    follower.heard(message, sender.screen);
    // A browser on this machine is not the totem's screen, where the citizen and the technician stand.
    if (!sender.screen && configuration.display.enabled) return;
    usage.heard(message);
    answers.heard(message, sender.connection);
    takeAway.heard(message, sender.connection);
    parts.printing?.heard(message, sender.connection);
    service.heard(message);
    parts.renewal?.heard(message);
    parts.speech?.heard(message);
    parts.calls?.heard(message);
  });
  page.onConnections((_count, sender) => {
    follower.connection(sender.connection, sender.screen);
    configurePage();
    page.send({ type: 'content', release: content.shown()?.release ?? null });
    page.send({ type: 'link', online: parts.link?.online() ?? false });
    page.send(takeAway.greeting());
    if (parts.printing) page.send(parts.printing.greeting());
    service.greet();
    if (parts.senses) page.send(parts.senses.greeting());
    if (parts.speech) page.send(parts.speech.greeting());
    for (const message of parts.calls?.greeting() ?? []) page.send(message, sender.connection);
  });
  return success({ page, service, answers, takeAway, usage, routes: examination.routes, configurePage });
}
