import { createPublicKey, X509Certificate } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { request as httpsRequest } from 'node:https';
import {
  ApiProblem,
  decodeToken,
  EnrolmentAnswer,
  type EnrolmentRequest,
  type ErrorCode,
  errorStatus,
  failure,
  jsonValidatorOf,
  type Result,
  type ServiceKey,
  success,
} from '../../protocol/index.ts';
import { findAuthority } from './authority.ts';
import { type Identity, saveIdentity } from './index.ts';
import { newKeyAndRequest } from './request.ts';

const maximumAnswerBytes = 64 * 1024;
const patience = 30_000;
const parseAnswer = jsonValidatorOf(EnrolmentAnswer, maximumAnswerBytes);
const parseProblem = jsonValidatorOf(ApiProblem, maximumAnswerBytes);

/**
 * Enrols this totem with a one-time token: checks whom it talks to by the fingerprint in the token, makes a key,
 * has it certified, and keeps the identity in the folder. Nothing is written unless all of it went well.
 *
 * @param onServiceKey told the secret of the totem's service codes, which is no part of its identity
 */
export async function enrol(
  folder: string,
  tokenText: string,
  onServiceKey?: (key: ServiceKey) => Promise<void>,
): Promise<Result<Identity>> {
  const token = decodeToken(tokenText);
  if (!token.ok) return token;
  const gateway = new URL(token.value.gateway);
  const authority = await findAuthority(gateway, token.value.authority);
  if (!authority.ok) return authority;

  const own = await newKeyAndRequest();
  const body: EnrolmentRequest = { secret: token.value.secret, request: own.request };
  const answer = await post(new URL('/v1/enrolments', gateway), authority.value, body);
  if (!answer.ok) return answer;

  const fits = checkAnswer(answer.value, own.key, authority.value);
  if (!fits.ok) return fits;
  const { service, ...enrolment } = answer.value;
  const identity: Identity = {
    version: 1,
    key: own.key,
    // The authority that was checked by its fingerprint, not the one the answer carries.
    enrolment: { ...enrolment, authority: authority.value },
  };
  await mkdir(folder, { recursive: true });
  await saveIdentity(folder, identity);
  if (service) await onServiceKey?.(service);
  return success(identity);
}

/** The certificate must be over this totem's key, by this hub's CA, for the id that the answer names. */
function checkAnswer(answer: EnrolmentAnswer, key: string, authority: string): Result<null> {
  let certificate: X509Certificate;
  try {
    certificate = new X509Certificate(answer.certificate);
  } catch {
    return failure('invalid', 'the hub answered with something that is no certificate', '/certificate');
  }
  if (!certificate.verify(new X509Certificate(authority).publicKey)) {
    return failure('signature_refused', 'the certificate is not signed by the hub', '/certificate');
  }
  if (!certificate.publicKey.equals(createPublicKey(key))) {
    return failure('invalid', 'the certificate is over another key', '/certificate');
  }
  if (!certificate.subject.split('\n').includes(`CN=${answer.totem}`)) {
    return failure('invalid', `the certificate is not for the totem ${answer.totem}`, '/totem');
  }
  return success(null);
}

function post(url: URL, ca: string, body: EnrolmentRequest): Promise<Result<EnrolmentAnswer>> {
  const bytes = JSON.stringify(body);
  return new Promise((resolve) => {
    const request = httpsRequest(
      url,
      {
        method: 'POST',
        ca,
        headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(bytes) },
        signal: AbortSignal.timeout(patience),
        agent: false,
      },
      (response) => {
        const chunks: Buffer[] = [];
        let size = 0;
        response.on('data', (chunk: Buffer) => {
          size += chunk.length;
          if (size > maximumAnswerBytes) response.destroy(new Error('the answer is too large'));
          else chunks.push(chunk);
        });
        response.on('error', (error) => resolve(failure('unavailable', error.message)));
        response.on('end', () => {
          const answer = Buffer.concat(chunks);
          const status = response.statusCode ?? 0;
          resolve(status >= 200 && status < 300 ? parseAnswer(answer) : problemOf(answer, status));
        });
      },
    );
    request.on('error', (error) =>
      resolve(failure('unavailable', `the gateway ${url.origin} refused: ${error.message}`)),
    );
    request.end(bytes);
  });
}

function problemOf(answer: Buffer, status: number): Result<EnrolmentAnswer> {
  const problem = parseProblem(answer);
  if (!problem.ok) return failure('unavailable', `the gateway answered with status ${status}`);
  const { code, message } = problem.value.error;
  return failure(isErrorCode(code) ? code : 'unavailable', message);
}

function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(errorStatus, code);
}
