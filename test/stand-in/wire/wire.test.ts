import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { replyTracker } from '../client/reply.ts';
import { Status } from './constants.ts';
import { cursor, lengthEncoded, lengthEncodedBytes, readLengthEncoded, readLengthEncodedBytes } from './fields.ts';
import { frame, frameAll, type Packet, packetSplitter } from './packets.ts';
import { scramble } from './passwords.ts';
import {
  eofPayload,
  errorPayload,
  okPayload,
  parseColumnName,
  parseError,
  parseOk,
  parseTextRow,
  resultSetPayloads,
} from './replies.ts';

function split(bytes: Buffer, cuts: number[]): Packet[] {
  const packets: Packet[] = [];
  const feed = packetSplitter((packet) => packets.push(packet));
  const marks = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).sort((x, y) => x - y), bytes.length];
  for (let i = 1; i < marks.length; i++) feed(Buffer.from(bytes.subarray(marks[i - 1], marks[i])));
  return packets;
}

describe('packets', () => {
  test('come out as they went in, however the bytes arrive', () => {
    fc.assert(
      fc.property(
        fc.array(fc.uint8Array({ maxLength: 40 }), { minLength: 1, maxLength: 8 }),
        fc.array(fc.nat(), { maxLength: 10 }),
        (payloads, cuts) => {
          const bytes = frameAll(
            1,
            payloads.map((payload) => Buffer.from(payload)),
          );
          const packets = split(bytes, cuts);
          expect(packets.map(({ payload }) => [...payload])).toEqual(payloads.map((payload) => [...payload]));
          expect(packets.map(({ sequence }) => sequence)).toEqual(payloads.map((_, i) => i + 1));
        },
      ),
    );
  });

  test.each([0xffffff - 1, 0xffffff, 0xffffff + 1, 2 * 0xffffff])('of %i bytes are cut and joined', (length) => {
    const payload = Buffer.alloc(length, 7);
    const [packet, ...others] = split(frame(1, payload), [5, 100_000]);
    expect(others).toEqual([]);
    expect(packet?.payload.equals(payload)).toBe(true);
    expect(packet?.sequence).toBe(1 + Math.floor(length / 0xffffff));
  });
});

describe('fields', () => {
  test('of encoded length are read as written', () => {
    fc.assert(
      fc.property(fc.oneof(fc.nat(300), fc.nat(0x1ffff), fc.maxSafeNat()), (value) => {
        expect(readLengthEncoded(cursor(lengthEncoded(value)))).toBe(value);
      }),
    );
    fc.assert(
      fc.property(fc.option(fc.string()), (value) => {
        expect(readLengthEncodedBytes(cursor(lengthEncodedBytes(value)))?.toString() ?? null).toBe(value);
      }),
    );
  });

  test('of replies are read as written', () => {
    expect(parseOk(okPayload({ affectedRows: 3, insertId: 300, warnings: 1 }))).toEqual({
      affectedRows: 3,
      insertId: 300,
      statusFlags: Status.autocommit,
      warnings: 1,
    });
    const error = { errno: 1062, sqlState: '23000', message: 'Duplicate' };
    expect(parseError(errorPayload(error))).toEqual(error);
    const [, column, , row] = resultSetPayloads([{ name: 'v' }], [['x']]);
    expect(parseColumnName(column ?? Buffer.alloc(0))).toBe('v');
    expect(parseTextRow(row ?? Buffer.alloc(0))).toEqual(['x']);
  });
});

describe('the end of a reply', () => {
  const ends = (payloads: Buffer[]): number => {
    const track = replyTracker();
    return payloads.findIndex((payload) => track(payload) !== null);
  };
  const rows = resultSetPayloads([{ name: 'v' }], [['x'], [null], ['\xfe']]);

  test('is its only OK or ERR', () => {
    expect(ends([okPayload()])).toBe(0);
    expect(ends([errorPayload({ errno: 1, sqlState: 'HY000', message: '' })])).toBe(0);
  });

  test('is the EOF after the rows, or an ERR among them', () => {
    expect(ends(rows)).toBe(rows.length - 1);
    expect(ends([...rows.slice(0, 4), errorPayload({ errno: 1, sqlState: 'HY000', message: '' })])).toBe(4);
  });

  test('is the last of several results', () => {
    const more = Status.autocommit | Status.moreResults;
    const first = [...rows.slice(0, -1), eofPayload(more)];
    expect(ends([...first, okPayload({ statusFlags: more }), okPayload()])).toBe(first.length + 1);
  });
});

describe('passwords', () => {
  // From the protocol's definition: SHA1(password) XOR SHA1(nonce + SHA1(SHA1(password))), and its SHA256 sibling.
  const nonce = Buffer.from('abcdefghijklmnopqrst');

  test.each([
    ['mysql_native_password', 20],
    ['caching_sha2_password', 32],
  ] as const)('are scrambled for %s', (plugin, length) => {
    expect(scramble(plugin, '', nonce)).toHaveLength(0);
    expect(scramble(plugin, 'secret', nonce)).toHaveLength(length);
    expect(scramble(plugin, 'secret', nonce).equals(scramble(plugin, 'other', nonce))).toBe(false);
  });
});
