import { createHash, X509Certificate } from 'node:crypto';
import { connect, type DetailedPeerCertificate } from 'node:tls';
import { failure, type Result, success } from '../../protocol/index.ts';

/** Longest wait for the gateway, in milliseconds. */
const patience = 15_000;

/**
 * Finds the hub's CA in the chain that a gateway presents, by the SHA-256 of its certificate (DER). Nothing
 * but the handshake is exchanged: the chain is not trusted, only searched, and the connection is closed. The
 * caller then connects anew with the found CA as the only trust anchor.
 *
 * @param fingerprint 64 lower-case hexadecimal digits from the enrolment token
 * @returns the CA's certificate in PEM
 */
export async function findAuthority(gateway: URL, fingerprint: string): Promise<Result<string>> {
  const chain = await presentedChain(gateway);
  if (!chain.ok) return chain;
  const found = chain.value.find((der) => createHash('sha256').update(der).digest('hex') === fingerprint);
  if (!found) {
    return failure(
      'forbidden',
      'the gateway is not the hub that made this token: no certificate it presents has the fingerprint in it',
    );
  }
  const certificate = new X509Certificate(found);
  if (!certificate.ca) return failure('forbidden', 'the certificate with that fingerprint is no authority');
  return success(certificate.toString());
}

function presentedChain(gateway: URL): Promise<Result<Buffer[]>> {
  return new Promise((resolve) => {
    const host = gateway.hostname.replace(/^\[|\]$/g, '');
    const socket = connect({
      host,
      port: Number(gateway.port || 443),
      // The chain is judged by its fingerprint below, and nothing is sent over this connection.
      rejectUnauthorized: false,
      ...(isAddress(host) ? {} : { servername: host }),
    });
    const finish = (result: Result<Buffer[]>) => {
      socket.destroy();
      resolve(result);
    };
    socket.setTimeout(patience, () =>
      finish(failure('unavailable', `the gateway ${gateway.origin} does not answer`)),
    );
    socket.once('error', (error) =>
      finish(failure('unavailable', `the gateway ${gateway.origin} cannot be reached: ${error.message}`)),
    );
    socket.once('secureConnect', () => finish(success(chainOf(socket.getPeerCertificate(true)))));
  });
}

function chainOf(leaf: DetailedPeerCertificate): Buffer[] {
  const chain: Buffer[] = [];
  // A self-signed certificate names itself as its issuer, which ends the walk.
  for (
    let certificate: DetailedPeerCertificate | undefined = leaf;
    certificate?.raw && !chain.some((known) => known.equals(certificate?.raw ?? known));
    certificate = certificate.issuerCertificate
  ) {
    chain.push(certificate.raw);
  }
  return chain;
}

function isAddress(host: string): boolean {
  return /^[0-9.]+$/.test(host) || host.includes(':');
}
