// The X.509 library needs this polyfill but leaves it to its users to load it, before it.
import "reflect-metadata";
import { isIP } from "node:net";
import {
  BasicConstraintsExtension,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator,
  type JsonGeneralName,
} from "@peculiar/x509";

const ALGORITHM = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" } as const;
const HOUR_MS = 3_600_000;

/** A key with its certificate and the authority to trust for it, all in PEM. */
export interface IssuedCertificate {
  readonly key: string;
  readonly cert: string;
  readonly ca: string;
}

/** Makes an authority and has it certify loopback and `host`, for a week. */
export async function issueCertificate(host: string): Promise<IssuedCertificate> {
  const authorityKeys = await newKeys();
  const keys = await newKeys();
  const validity = {
    notBefore: new Date(Date.now() - HOUR_MS),
    notAfter: new Date(Date.now() + 7 * 24 * HOUR_MS),
  };
  const authority = await X509CertificateGenerator.createSelfSigned({
    name: "CN=Replicate emulator authority",
    keys: authorityKeys,
    signingAlgorithm: ALGORITHM,
    extensions: [new BasicConstraintsExtension(true, 0, true)],
    ...validity,
  });
  const leaf = await X509CertificateGenerator.create({
    subject: "CN=Replicate emulator",
    issuer: authority.subject,
    publicKey: keys.publicKey,
    signingKey: authorityKeys.privateKey,
    signingAlgorithm: ALGORITHM,
    extensions: [new SubjectAlternativeNameExtension(namesFor(host))],
    ...validity,
  });
  return {
    key: await privateKeyPem(keys.privateKey),
    cert: leaf.toString("pem"),
    ca: authority.toString("pem"),
  };
}

function newKeys(): Promise<CryptoKeyPair> {
  return crypto.subtle.generateKey(ALGORITHM, true, ["sign", "verify"]);
}

function namesFor(host: string): JsonGeneralName[] {
  const names = new Set(["127.0.0.1", "::1", "localhost", host]);
  return [...names].map((value) => ({ type: isIP(value) === 0 ? "dns" : "ip", value }));
}

async function privateKeyPem(key: CryptoKey): Promise<string> {
  const bytes = Buffer.from(await crypto.subtle.exportKey("pkcs8", key));
  const lines = bytes.toString("base64").match(/.{1,64}/g) ?? [];
  return `-----BEGIN PRIVATE KEY-----\n${lines.join("\n")}\n-----END PRIVATE KEY-----\n`;
}
