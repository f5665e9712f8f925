/**
 * Stands in for iconv-lite in the bundle. mysql2 needs it for charsets that Node does not know; our sessions speak utf8mb4, and the
 * only one left is CESU-8, as which mysql2 reads the version in every server's greeting. Loading iconv-lite's tables for
 * that costs a run a fifth of its CPU time. CESU-8 and UTF-8 are the same up to U+FFFF (Unicode Technical Report 26).
 */

interface Decoder {
  write(bytes: Buffer): string;
  end(): string;
}

interface Encoder {
  write(text: string): Buffer;
  end(): Buffer | undefined;
}

export function getDecoder(charset: string): Decoder {
  requireCesu8(charset);
  return { write: (bytes) => bytes.toString('utf8'), end: () => '' };
}

export function getEncoder(charset: string): Encoder {
  requireCesu8(charset);
  return { write: (text) => Buffer.from(text, 'utf8'), end: () => undefined };
}

function requireCesu8(charset: string): void {
  if (charset !== 'cesu8')
    throw new Error(`charset '${charset}' is not supported: the connection is meant to use utf8mb4`);
}
