import { X509Certificate } from 'node:crypto';
import { fromBER, OctetString } from 'asn1js';
import {
  BasicConstraints,
  type Certificate,
  ContentInfo,
  ExtKeyUsage,
  IssuerAndSerialNumber,
  id_ContentType_Data,
  id_ContentType_SignedData,
  SignedData,
} from 'pkijs';
import { failure, type Result, success } from '../../../protocol/index.ts';
import { certificateOf } from './certificates.ts';

/** Who signed a bundle, as people know the certificate. */
export interface Signer {
  /** Common name of the signing certificate. */
  name: string;
  /** SHA-256 of the signing certificate's DER, 64 hexadecimal digits. */
  fingerprint: string;
  /** RFC 3339. */
  expires: string;
}

export interface Verified {
  /** What was signed: the manifest's bytes. */
  content: Buffer;
  signer: Signer;
}

// RFC 5280, 4.2.1.12. RAUC asks for the first by default and for the second with `check-purpose=codesign`.
const emailProtection = '1.3.6.1.5.5.7.3.4';
const codeSigning = '1.3.6.1.5.5.7.3.3';

/** SHA-256, SHA-384, SHA-512 (RFC 5754, 2). */
const digests = new Set(['2.16.840.1.101.3.4.2.1', '2.16.840.1.101.3.4.2.2', '2.16.840.1.101.3.4.2.3']);

/** Signatures of certificates over one of these digests: RSA (RFC 4055), ECDSA (RFC 5758), Ed25519 (RFC 8410). */
const certificateSignatures = new Set([
  '1.2.840.113549.1.1.10',
  '1.2.840.113549.1.1.11',
  '1.2.840.113549.1.1.12',
  '1.2.840.113549.1.1.13',
  '1.2.840.10045.4.3.2',
  '1.2.840.10045.4.3.3',
  '1.2.840.10045.4.3.4',
  '1.3.101.112',
]);

const rsaBits = 2048;
const mostCertificates = 10;
const digitalSignatureBit = 0x80;

/**
 * Verifies a CMS signature (RFC 5652) that holds what it signs, against authorities in PEM, at the moment `now`
 * (milliseconds since 1970). Strict where the standard leaves room: one signer, signed attributes, SHA-2, a
 * certificate that is made for signing.
 */
export async function verifySignature(
  der: Uint8Array,
  authorities: readonly string[],
  now: number,
): Promise<Result<Verified>> {
  // The parts of a certificate are read when they are asked for: nonsense in one shows late.
  return await verify(der, authorities, now).catch(() =>
    refused('the signature holds a certificate that cannot be read'),
  );
}

async function verify(
  der: Uint8Array,
  authorities: readonly string[],
  now: number,
): Promise<Result<Verified>> {
  if (authorities.length === 0) {
    return refused(
      'no firmware authority is trusted here yet; add yours with: totem firmware keys trust CA.pem',
    );
  }
  const signed = signedDataOf(der);
  if (!signed.ok) return signed;
  const certificates = (signed.value.certificates ?? []).filter((one) => 'subjectPublicKeyInfo' in one);
  const signer = signerOf(signed.value, certificates);
  if (!signer) return refused('the signature does not carry its signer’s certificate');
  const fit = checkSigner(signer, now) ?? certificates.map(checkStrength).find((one) => one !== undefined);
  if (fit) return fit;
  const content = contentOf(signed.value);
  if (!content) {
    return failure(
      'unsupported',
      'the signature does not hold the manifest, as in format=plain; build the bundle with format=verity in [bundle] of its manifest',
    );
  }
  const trusted = authorities.map(certificateOf);
  const verdict = await signed.value
    .verify({
      signer: 0,
      trustedCerts: trusted,
      checkChain: true,
      checkDate: new Date(now),
      passedWhenNotRevValues: true,
    })
    .catch(() => false);
  if (verdict !== true) return refused(await reasonOf(signed.value, signer));
  const der509 = new X509Certificate(Buffer.from(signer.toSchema().toBER()));
  return success({
    content,
    signer: {
      name: commonName(der509.subject),
      fingerprint: der509.fingerprint256.replaceAll(':', '').toLowerCase(),
      expires: signer.notAfter.value.toISOString(),
    },
  });
}

function refused(message: string) {
  return failure('signature_refused', message);
}

function signedDataOf(der: Uint8Array): Result<SignedData> {
  const broken = refused('the signature at the end of the bundle is not a CMS signature; is the file whole?');
  try {
    const parsed = fromBER(der);
    if (parsed.offset !== der.length) return broken;
    const info = new ContentInfo({ schema: parsed.result });
    if (info.contentType !== id_ContentType_SignedData) {
      return failure('unsupported', 'the bundle is encrypted (format=crypt); build it with format=verity');
    }
    const signed = new SignedData({ schema: info.content });
    const [signer, ...others] = signed.signerInfos;
    if (!signer || others.length > 0) return refused('a bundle has exactly one signer');
    if ((signed.certificates?.length ?? 0) > mostCertificates) return refused('too many certificates');
    if (!digests.has(signer.digestAlgorithm.algorithmId)) {
      return refused('the signature uses a digest other than SHA-256, SHA-384 and SHA-512');
    }
    if (!signer.signedAttrs) return refused('the signature has no signed attributes');
    if (signed.encapContentInfo.eContentType !== id_ContentType_Data) return broken;
    return success(signed);
  } catch {
    return broken;
  }
}

function signerOf(signed: SignedData, certificates: readonly Certificate[]): Certificate | undefined {
  const id: unknown = signed.signerInfos[0]?.sid;
  if (!(id instanceof IssuerAndSerialNumber)) return undefined;
  return certificates.find(
    ({ issuer, serialNumber }) => issuer.isEqual(id.issuer) && serialNumber.isEqual(id.serialNumber),
  );
}

function contentOf(signed: SignedData): Buffer | undefined {
  const content = signed.encapContentInfo.eContent;
  return content instanceof OctetString ? Buffer.from(content.getValue()) : undefined;
}

/** What makes a certificate unfit to sign firmware, whoever vouches for it. */
function checkSigner(signer: Certificate, now: number) {
  const name = commonName(new X509Certificate(Buffer.from(signer.toSchema().toBER())).subject);
  const { notBefore, notAfter } = signer;
  if (now > notAfter.value.getTime()) {
    return refused(`the certificate of ${name} expired on ${notAfter.value.toISOString().slice(0, 10)}`);
  }
  if (now < notBefore.value.getTime()) {
    return refused(
      `the certificate of ${name} is valid only from ${notBefore.value.toISOString().slice(0, 10)}`,
    );
  }
  const values = new Map((signer.extensions ?? []).map(({ extnID, parsedValue }) => [extnID, parsedValue]));
  const constraints: unknown = values.get('2.5.29.19');
  if (constraints instanceof BasicConstraints && constraints.cA) {
    return refused(`${name} is an authority; sign bundles with a certificate that it issued`);
  }
  const usage = keyUsageOf(signer);
  if (usage === undefined || (usage & digitalSignatureBit) === 0) {
    return refused(`the certificate of ${name} is not made for signing (keyUsage=digitalSignature)`);
  }
  const purposes: unknown = values.get('2.5.29.37');
  const allowed = purposes instanceof ExtKeyUsage ? purposes.keyPurposes : [];
  if (!allowed.includes(emailProtection) && !allowed.includes(codeSigning)) {
    return refused(
      `the certificate of ${name} lacks the purpose that RAUC asks for (extendedKeyUsage=emailProtection or codeSigning)`,
    );
  }
  return undefined;
}

function checkStrength(certificate: Certificate) {
  const { subject, publicKey } = new X509Certificate(Buffer.from(certificate.toSchema().toBER()));
  const bits = publicKey.asymmetricKeyDetails?.modulusLength;
  if (bits !== undefined && bits < rsaBits) {
    return refused(`the key of ${commonName(subject)} has ${bits} bits; at least ${rsaBits} are needed`);
  }
  if (!certificateSignatures.has(certificate.signatureAlgorithm.algorithmId)) {
    return refused(`the certificate of ${commonName(subject)} is signed with an outdated algorithm`);
  }
  return undefined;
}

/** First byte of the key usage's bits (RFC 5280, 4.2.1.3), where there is one. */
function keyUsageOf(certificate: Certificate): number | undefined {
  const usage: unknown = certificate.extensions?.find(({ extnID }) => extnID === '2.5.29.15')?.parsedValue;
  if (typeof usage !== 'object' || usage === null || !('valueBlock' in usage)) return undefined;
  const block: unknown = usage.valueBlock;
  if (typeof block !== 'object' || block === null || !('valueHexView' in block)) return undefined;
  return block.valueHexView instanceof Uint8Array ? block.valueHexView[0] : undefined;
}

/** Whether the bytes were changed or the signer is a stranger: the two have different cures. */
async function reasonOf(signed: SignedData, signer: Certificate): Promise<string> {
  const whole = await signed.verify({ signer: 0 }).catch(() => false);
  if (!whole) return 'the signature does not fit the manifest: the bundle was altered';
  const { subject, issuer } = new X509Certificate(Buffer.from(signer.toSchema().toBER()));
  return `${commonName(subject)}, certified by ${commonName(issuer)}, is vouched for by no firmware authority that is trusted here; totem firmware keys ls shows those`;
}

/** The common name in the form Node writes names, or the whole name where there is none. */
function commonName(name: string): string {
  return /^CN=(.+)$/m.exec(name)?.[1] ?? name.replaceAll('\n', ', ');
}
