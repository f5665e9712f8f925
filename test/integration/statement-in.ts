/** The statement in a packet of the MySQL protocol, as it comes from a client in one piece. */

/** Packet header, then the command (MySQL Source Documentation, COM_QUERY). */
const HEADER_BYTES = 4;
const COM_QUERY = 3;
/** Query attributes: none of them, in one set. */
const NO_ATTRIBUTES = Buffer.from([0, 1]);

/** Null where it is no COM_QUERY at the beginning of an exchange. */
export function statementIn(bytes: Buffer): string | null {
  if (bytes[HEADER_BYTES] !== COM_QUERY || bytes[HEADER_BYTES - 1] !== 0) return null;
  const payload = bytes.subarray(HEADER_BYTES + 1);
  return payload.subarray(NO_ATTRIBUTES.equals(payload.subarray(0, 2)) ? 2 : 0).toString('utf8');
}
