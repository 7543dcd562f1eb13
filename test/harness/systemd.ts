import { Message, type MessageBus, sessionBus } from '@jellybrick/dbus-next';
import type { Owner } from './owner.ts';
import { until } from './until.ts';

/**
 * The method of systemd's D-Bus interface that restarts a unit (org.freedesktop.systemd1), on a real bus: where tests run
 * there may be no systemd, and no unit of the service that is meant.
 *
 * @param restart does it, and is waited for
 * @returns names of the units that were asked for
 */
export async function newUnitManager(
  t: Owner,
  address: string,
  restart: () => Promise<void>,
): Promise<string[]> {
  const asked: string[] = [];
  const bus: MessageBus = sessionBus({ busAddress: address });
  t.teardown(() => bus.disconnect());
  await until('the bus', () => bus.name !== null);
  bus.addMethodHandler((message: Message) => {
    if (message.member !== 'RestartUnit') return false;
    asked.push(message.body.join(' '));
    void restart().then(() =>
      bus.send(Message.newMethodReturn(message, 'o', ['/org/freedesktop/systemd1/job/1'])),
    );
    return true;
  });
  await bus.requestName('org.freedesktop.systemd1');
  return asked;
}
