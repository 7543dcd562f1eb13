import Type from 'typebox';
import {
  Firmware,
  FirmwareAuthorityList,
  FirmwareAuthorityRequest,
  FirmwareList,
  FirmwareRequest,
  Sha256,
} from '../../../protocol/index.ts';
import { refuse, unwrap } from '../../http/index.ts';
import { problems, type Resource } from '../parts.ts';

const FirmwareAddress = Type.Object({ sha256: Sha256 }, { additionalProperties: false });
const AuthorityAddress = Type.Object({ fingerprint: Sha256 }, { additionalProperties: false });

/** Bundles that can be rolled out, and the authorities whose signers may sign them. */
export const firmwareResource: Resource = (scope, { firmware }) => {
  scope.post(
    '/firmware',
    {
      schema: {
        operationId: 'addFirmware',
        summary: 'Verify an uploaded RAUC bundle and keep it as firmware',
        tags: ['firmware'],
        body: FirmwareRequest,
        response: { 201: Firmware, ...problems },
      },
    },
    async ({ body, session }, reply) =>
      reply.code(201).send(unwrap(await firmware.add(body.sha256, session?.name ?? ''))),
  );

  scope.get(
    '/firmware',
    {
      schema: {
        operationId: 'listFirmware',
        summary: 'All firmware, newest first',
        tags: ['firmware'],
        response: { 200: FirmwareList, ...problems },
      },
    },
    async () => ({ firmware: firmware.list() }),
  );

  scope.get(
    '/firmware/:sha256',
    {
      schema: {
        operationId: 'getFirmware',
        summary: 'One bundle: what is in it, who signed it, how many totems run it',
        tags: ['firmware'],
        params: FirmwareAddress,
        response: { 200: Firmware, ...problems },
      },
    },
    async ({ params }) => firmware.get(params.sha256) ?? refuse('not_found', 'there is no such firmware'),
  );

  scope.get(
    '/firmware-authorities',
    {
      schema: {
        operationId: 'listFirmwareAuthorities',
        summary: 'The authorities whose signers may sign firmware',
        tags: ['firmware'],
        response: { 200: FirmwareAuthorityList, ...problems },
      },
    },
    async () => ({ authorities: firmware.authorities() }),
  );

  scope.post(
    '/firmware-authorities',
    {
      schema: {
        operationId: 'trustFirmwareAuthority',
        summary: 'Trust the authorities of a PEM text, beside those that are trusted',
        tags: ['firmware'],
        body: FirmwareAuthorityRequest,
        response: { 201: FirmwareAuthorityList, ...problems },
      },
    },
    async ({ body, session }, reply) => {
      const authorities = unwrap(await firmware.trust(body.pem, session?.name ?? ''));
      return reply.code(201).send({ authorities });
    },
  );

  scope.delete(
    '/firmware-authorities/:fingerprint',
    {
      schema: {
        operationId: 'distrustFirmwareAuthority',
        summary: 'Trust an authority no more; what it vouched for is rolled out no more',
        tags: ['firmware'],
        params: AuthorityAddress,
        response: { 204: Type.Null(), ...problems },
      },
    },
    async ({ params, session }, reply) => {
      unwrap(await firmware.distrust(params.fingerprint, session?.name ?? ''));
      return reply.code(204).send(null);
    },
  );
};
