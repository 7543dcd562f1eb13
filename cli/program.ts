import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { examplesText, type Run, subcommand } from './command.ts';
import { addCallReport } from './commands/call/report.ts';
import { addContentAssign } from './commands/content/assign.ts';
import { addContentCheck } from './commands/content/check.ts';
import { addKeysAdd } from './commands/content/keys/add.ts';
import { addKeysList } from './commands/content/keys/ls.ts';
import { addKeysRemove } from './commands/content/keys/remove.ts';
import { addContentList } from './commands/content/ls.ts';
import { addContentPush } from './commands/content/push.ts';
import { addContentShow } from './commands/content/show.ts';
import { addDoctor } from './commands/doctor.ts';
import { addEnrolList } from './commands/enrol/ls.ts';
import { addEnrolNew } from './commands/enrol/new.ts';
import { addEnrolRevoke } from './commands/enrol/revoke.ts';
import { addFirmwareAdd } from './commands/firmware/add.ts';
import { addFirmwareKeysDistrust } from './commands/firmware/keys/distrust.ts';
import { addFirmwareKeysList } from './commands/firmware/keys/ls.ts';
import { addFirmwareKeysNew } from './commands/firmware/keys/new.ts';
import { addFirmwareKeysTrust } from './commands/firmware/keys/trust.ts';
import { addFirmwareList } from './commands/firmware/ls.ts';
import { addFirmwareShow } from './commands/firmware/show.ts';
import { addLocal } from './commands/local/index.ts';
import { addLogin } from './commands/login.ts';
import { addLogout } from './commands/logout.ts';
import { addList } from './commands/ls.ts';
import { addReport } from './commands/report.ts';
import { addRolloutActions } from './commands/rollout/act.ts';
import { addRolloutList } from './commands/rollout/ls.ts';
import { addRolloutNew } from './commands/rollout/new.ts';
import { addRolloutShow } from './commands/rollout/show.ts';
import { addScreenshot } from './commands/screenshot.ts';
import { addServiceCode } from './commands/service/code.ts';
import { addServiceKeys } from './commands/service/keys.ts';
import { addShow } from './commands/show.ts';
import { addSiteList } from './commands/site/ls.ts';
import { addSiteNew } from './commands/site/new.ts';
import { addTop } from './commands/top.ts';
import { addUserList } from './commands/user/ls.ts';
import { addUserNew } from './commands/user/new.ts';
import { addUserOffices } from './commands/user/offices.ts';
import { addUserPassword } from './commands/user/password.ts';
import { addUserRemove } from './commands/user/remove.ts';

/**
 * The whole tree of commands. Nothing is read or done until it parses arguments.
 *
 * @param quiet whether commander keeps wrong usage to itself, because a program reads the error as JSON
 */
export function programWith(run: Run, { quiet }: { quiet: boolean }): Command {
  const program = new Command('totem')
    .description('Looks after totems through their hub: the fleet, enrolment and content.')
    .version(versionOf(readFileSync(new URL('../package.json', import.meta.url), 'utf8')))
    .exitOverride()
    .showHelpAfterError('(add --help for usage and examples)')
    .addHelpText(
      'after',
      examplesText([
        ['totem login http://127.0.0.1:8080', 'Signs in to a hub; the other commands then talk to it.'],
        ['totem ls', 'Lists the totems.'],
        [
          'totem content push sample --group all --wait',
          'Publishes content and waits until it is on every screen.',
        ],
      ]),
    );
  if (quiet) program.configureOutput({ writeErr: () => undefined });

  addLogin(program, run);
  addLogout(program, run);
  addList(program, run);
  addShow(program, run);
  addScreenshot(program, run);
  addServiceCode(program, run);
  addServiceKeys(program, run);
  addTop(program, run);
  addReport(program, run);
  addDoctor(program, run);

  const site = subcommand(program, 'site', 'The places where totems stand.', [
    ['totem site new "Job centre Lodi" --town Lodi', 'Adds a place.'],
    ['totem site ls', 'Lists them.'],
  ]);
  addSiteNew(site, run);
  addSiteList(site, run);

  const call = subcommand(program, 'call', 'Calls to a person.', [
    ['totem call report --office urp', 'Tells how calls for an office went.'],
  ]);
  addCallReport(call, run);

  const user = subcommand(program, 'user', 'Who may sign in: admins, operators at the desk, supervisors.', [
    ['totem user new anna --role operator', 'Adds an operator.'],
    ['totem user ls', 'Lists who may sign in.'],
  ]);
  addUserNew(user, run);
  addUserList(user, run);
  addUserOffices(user, run);
  addUserPassword(user, run);
  addUserRemove(user, run);

  const enrol = subcommand(program, 'enrol', 'Let a new totem join: one-time enrolment tokens.', [
    ['totem enrol new --name "Town hall" --group entrance', 'Makes a token that is valid for an hour.'],
    ['totem enrol ls', 'Lists the tokens and what became of them.'],
  ]);
  addEnrolNew(enrol, run);
  addEnrolList(enrol, run);
  addEnrolRevoke(enrol, run);

  const content = subcommand(program, 'content', 'Check, publish and assign what totems show.', [
    ['totem content check sample', 'Finds every mistake in a directory without a hub.'],
    ['totem content push sample --group all', 'Publishes the directory to every totem.'],
  ]);
  addContentCheck(content, run);
  addContentPush(content, run);
  addContentList(content, run);
  addContentShow(content, run);
  addContentAssign(content, run);

  const keys = subcommand(content, 'keys', 'The editors whose signature totems accept on content.', [
    ['totem content keys ls', 'Lists the trusted keys and whether the key of this machine is one of them.'],
  ]);
  addKeysList(keys, run);
  addKeysAdd(keys, run);
  addKeysRemove(keys, run);

  const firmware = subcommand(
    program,
    'firmware',
    'The firmware that totems can be given, and who signs it.',
    [
      ['totem firmware add totem-1.4.0.raucb', 'Uploads a bundle; the hub verifies it.'],
      ['totem firmware ls', 'Lists what is at the hub and on how many totems it runs.'],
    ],
  );
  addFirmwareAdd(firmware, run);
  addFirmwareList(firmware, run);
  addFirmwareShow(firmware, run);
  const firmwareKeys = subcommand(firmware, 'keys', 'The authorities whose signers may sign firmware.', [
    ['totem firmware keys new keys', 'Makes an authority and a signer for development.'],
    ['totem firmware keys trust keys/ca.cert.pem', 'Lets the hub take what they signed.'],
  ]);
  addFirmwareKeysNew(firmwareKeys, run);
  addFirmwareKeysTrust(firmwareKeys, run);
  addFirmwareKeysList(firmwareKeys, run);
  addFirmwareKeysDistrust(firmwareKeys, run);

  const rollout = subcommand(program, 'rollout', 'Bring firmware or content to totems, phase by phase.', [
    ['totem rollout new firmware 1.4.0 --group all --phase 1 --phase 10% --phase 100%', 'Starts one.'],
    ['totem rollout show 3 --watch', 'Follows it.'],
  ]);
  addRolloutNew(rollout, run);
  addRolloutList(rollout, run);
  addRolloutShow(rollout, run);
  addRolloutActions(rollout, run);
  addLocal(program, run);
  return program;
}

function versionOf(packageJson: string): string {
  return /"version":\s*"([^"]+)"/.exec(packageJson)?.[1] ?? 'unknown';
}
