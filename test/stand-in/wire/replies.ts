import { Status, VAR_STRING } from './constants.ts';
import {
  cursor,
  lengthEncoded,
  lengthEncodedBytes,
  readBytes,
  readLengthEncoded,
  readLengthEncodedBytes,
  readUInt,
  uint,
} from './fields.ts';

export type OkFields = {
  affectedRows: number;
  insertId: number;
  statusFlags: number;
  warnings: number;
  info: string;
};

export type ErrorFields = { errno: number; sqlState: string; message: string };

export type Column = { name: string; characterSet?: number; length?: number; type?: number; flags?: number };

export function okPayload(fields: Partial<OkFields> = {}): Buffer {
  return Buffer.concat([
    uint(0x00, 1),
    lengthEncoded(fields.affectedRows ?? 0),
    lengthEncoded(fields.insertId ?? 0),
    uint(fields.statusFlags ?? Status.autocommit, 2),
    uint(fields.warnings ?? 0, 2),
    // ProxySQL leaves out the length that MySQL puts before the text.
    Buffer.from(fields.info ?? ''),
  ]);
}

export function errorPayload(error: ErrorFields): Buffer {
  return Buffer.concat([
    uint(0xff, 1),
    uint(error.errno, 2),
    Buffer.from(`#${error.sqlState.padEnd(5).slice(0, 5)}`),
    Buffer.from(error.message),
  ]);
}

export function eofPayload(statusFlags: number = Status.autocommit, warnings = 0): Buffer {
  return Buffer.concat([uint(0xfe, 1), uint(warnings, 2), uint(statusFlags, 2)]);
}

function columnPayload(column: Column): Buffer {
  const empty = lengthEncodedBytes('');
  return Buffer.concat([
    lengthEncodedBytes('def'),
    empty,
    empty,
    empty,
    lengthEncodedBytes(column.name),
    empty,
    uint(0x0c, 1),
    uint(column.characterSet ?? 33, 2),
    uint(column.length ?? 15, 4),
    uint(column.type ?? VAR_STRING, 1),
    uint(column.flags ?? 1, 2),
    uint(0x1f, 1),
    uint(0, 2),
  ]);
}

/** The payloads of a text result set, as ProxySQL's admin sends them: every value a string or NULL. */
export function resultSetPayloads(
  columns: Column[],
  rows: (string | Buffer | null)[][],
  statusFlags: number = Status.autocommit,
): Buffer[] {
  return [
    lengthEncoded(columns.length),
    ...columns.map(columnPayload),
    eofPayload(statusFlags),
    ...rows.map((row) => Buffer.concat(row.map(lengthEncodedBytes))),
    eofPayload(statusFlags),
  ];
}

export function isOk(payload: Buffer): boolean {
  return payload[0] === 0x00;
}

export function isError(payload: Buffer): boolean {
  return payload[0] === 0xff;
}

export function isEof(payload: Buffer): boolean {
  return payload[0] === 0xfe && payload.length < 9;
}

export function parseOk(payload: Buffer): Omit<OkFields, 'info'> {
  const at = cursor(payload, 1);
  const affectedRows = readLengthEncoded(at) ?? 0;
  const insertId = readLengthEncoded(at) ?? 0;
  const statusFlags = readUInt(at, 2);
  const warnings = readUInt(at, 2);
  return { affectedRows, insertId, statusFlags, warnings };
}

export function parseError(payload: Buffer): ErrorFields {
  const at = cursor(payload, 1);
  const errno = readUInt(at, 2);
  // Before the handshake a server sends errors without the SQL state.
  const marked = payload[at.offset] === 0x23;
  const sqlState = marked ? readBytes(at, 6).subarray(1).toString() : 'HY000';
  return { errno, sqlState, message: payload.subarray(at.offset).toString() };
}

export function parseEof(payload: Buffer): { warnings: number; statusFlags: number } {
  const at = cursor(payload, 1);
  return { warnings: readUInt(at, 2), statusFlags: readUInt(at, 2) };
}

/** The text values of one row packet. */
export function parseTextRow(payload: Buffer): (string | null)[] {
  const at = cursor(payload);
  const values: (string | null)[] = [];
  while (at.offset < payload.length) values.push(readLengthEncodedBytes(at)?.toString() ?? null);
  return values;
}

/** The name (alias) of a column definition packet. */
export function parseColumnName(payload: Buffer): string {
  const at = cursor(payload);
  for (let i = 0; i < 4; i += 1) readLengthEncodedBytes(at);
  return readLengthEncodedBytes(at)?.toString() ?? '';
}
