/** A place in a payload; the read functions below move it on. Reading past the end throws RangeError. */
export type Cursor = { buffer: Buffer; offset: number };

export function cursor(buffer: Buffer, offset = 0): Cursor {
  return { buffer, offset };
}

export function readUInt(at: Cursor, bytes: number): number {
  const value = at.buffer.readUIntLE(at.offset, bytes);
  at.offset += bytes;
  return value;
}

export function readBytes(at: Cursor, length: number): Buffer {
  if (at.offset + length > at.buffer.length) throw new RangeError('packet too short');
  const bytes = at.buffer.subarray(at.offset, at.offset + length);
  at.offset += length;
  return bytes;
}

/** A string that ends with a zero byte (or with the packet). */
export function readNullTerminated(at: Cursor): Buffer {
  const end = at.buffer.indexOf(0, at.offset);
  const stop = end === -1 ? at.buffer.length : end;
  const bytes = at.buffer.subarray(at.offset, stop);
  at.offset = Math.min(stop + 1, at.buffer.length);
  return bytes;
}

/** A length-encoded integer; null is the 0xfb that stands for SQL NULL. Values above 2^53 lose precision. */
export function readLengthEncoded(at: Cursor): number | null {
  const first = readUInt(at, 1);
  if (first < 0xfb) return first;
  if (first === 0xfb) return null;
  if (first === 0xfc) return readUInt(at, 2);
  if (first === 0xfd) return readUInt(at, 3);
  const value = Number(at.buffer.readBigUInt64LE(at.offset));
  at.offset += 8;
  return value;
}

/** A length-encoded string; null is SQL NULL. */
export function readLengthEncodedBytes(at: Cursor): Buffer | null {
  const length = readLengthEncoded(at);
  return length === null ? null : readBytes(at, length);
}

export function uint(value: number, bytes: number): Buffer {
  const buffer = Buffer.alloc(bytes);
  buffer.writeUIntLE(value, 0, bytes);
  return buffer;
}

export function lengthEncoded(value: number): Buffer {
  if (value < 0xfb) return uint(value, 1);
  if (value < 0x10000) return Buffer.concat([uint(0xfc, 1), uint(value, 2)]);
  if (value < 0x1000000) return Buffer.concat([uint(0xfd, 1), uint(value, 3)]);
  const buffer = Buffer.alloc(9);
  buffer.writeUInt8(0xfe, 0);
  buffer.writeBigUInt64LE(BigInt(value), 1);
  return buffer;
}

export function lengthEncodedBytes(value: Buffer | string | null): Buffer {
  if (value === null) return uint(0xfb, 1);
  const bytes = typeof value === 'string' ? Buffer.from(value) : value;
  return Buffer.concat([lengthEncoded(bytes.length), bytes]);
}

export function nullTerminated(value: Buffer | string): Buffer {
  return Buffer.concat([typeof value === 'string' ? Buffer.from(value) : value, Buffer.alloc(1)]);
}
