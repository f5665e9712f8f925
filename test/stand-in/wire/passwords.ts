import { constants, createHash, publicEncrypt } from 'node:crypto';

export type AuthPlugin = 'mysql_native_password' | 'caching_sha2_password';

function digest(algorithm: 'sha1' | 'sha256', ...parts: Buffer[]): Buffer {
  const hash = createHash(algorithm);
  for (const part of parts) hash.update(part);
  return hash.digest();
}

function xor(a: Buffer, b: Buffer): Buffer {
  return Buffer.from(a.map((byte, index) => byte ^ (b[index % b.length] ?? 0)));
}

/** What a client must answer to `nonce` (20 bytes) to prove it knows the password; empty for an empty password. */
export function scramble(plugin: AuthPlugin, password: string, nonce: Buffer): Buffer {
  if (password === '') return Buffer.alloc(0);
  const secret = Buffer.from(password);
  if (plugin === 'mysql_native_password') {
    const once = digest('sha1', secret);
    return xor(once, digest('sha1', nonce, digest('sha1', once)));
  }
  const once = digest('sha256', secret);
  return xor(once, digest('sha256', digest('sha256', once), nonce));
}

/** The password as caching_sha2_password wants it over a plain connection: hidden by the nonce, then by the server's RSA key. */
export function encryptPassword(password: string, nonce: Buffer, publicKeyPem: string): Buffer {
  const hidden = xor(Buffer.concat([Buffer.from(password), Buffer.alloc(1)]), nonce);
  return publicEncrypt({ key: publicKeyPem, padding: constants.RSA_PKCS1_OAEP_PADDING }, hidden);
}
