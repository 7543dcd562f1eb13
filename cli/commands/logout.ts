import type { Command } from 'commander';
import { type Result, success } from '../../protocol/index.ts';
import { type Answer, type Context, leaf, type Run } from '../command.ts';

export function addLogout(parent: Command, run: Run): void {
  leaf(parent, 'logout', 'End the session with the hub and forget it here.', [
    ['totem logout', 'Ends the session and removes its token from this machine.'],
  ]).action(run(logout));
}

async function logout(context: Context): Promise<Result<Answer>> {
  const saved = await context.settings.hub.read();
  if (saved.ok && saved.value === null) {
    return success({ data: { url: null, ended: false }, text: 'Not signed in; nothing to do.' });
  }
  const url = saved.ok && saved.value ? saved.value.url : null;
  const hub = saved.ok && saved.value ? context.hubAt(saved.value.url, saved.value) : null;
  const told = await hub?.tell('DELETE', '/session');
  const removed = await context.settings.hub.remove();
  if (!removed.ok) return removed;
  const ended = told?.ok === true || (told?.ok === false && told.error.code === 'unauthenticated');
  if (!ended) context.notice('The hub could not be told: there the session ends by itself when it expires.');
  return success({ data: { url, ended }, text: url === null ? 'Signed out.' : `Signed out of ${url}.` });
}
