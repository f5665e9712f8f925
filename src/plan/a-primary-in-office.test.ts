import { describe, expect, test } from 'vitest';
import {
  AT,
  anObservation,
  aRecovery,
  dead,
  formerly,
  gtids,
  known,
  lonely,
  orphan,
  primary,
  QUARANTINE,
  QUARANTINED,
  READER,
  replica,
  row,
  SUCCESSION,
  THREE,
  UP,
  uuid,
  WRITER,
} from '../../test/observations/observation.ts';
import { told } from '../../test/observations/told.ts';
import { formatGtidSet } from '../mysql/gtid-set.ts';

const memory = { ...THREE, followers: [uuid('b'), uuid('c')] };

describe('a primary that takes writes as before is not fenced on the word of a replica', () => {
  test('that a person has pointed at a former primary in quarantine', () => {
    const servers = [
      lonely('a', { gtidExecuted: gtids('a:1-105') }),
      primary('b', { gtidExecuted: gtids('a:1-100,b:1-50') }),
      replica('c', { of: 'a', gtidExecuted: gtids('a:1-105,b:1-50') }),
    ];
    const after = { ...THREE, primary: known('b'), followers: [uuid('c')], setAside: [formerly('a')] };
    expect(told(anObservation({ servers, rows: SUCCESSION, memory: after })).plan).toBeNull();
  });

  test('that a person has put behind a read-only one with transactions of its own', () => {
    const more = { gtidExecuted: gtids('a:1-100,b:1-2') };
    const servers = [
      primary('a', { gtidExecuted: gtids('a:1-110') }),
      lonely('b', more),
      replica('c', { of: 'b', ...more }),
    ];
    expect(told(anObservation({ servers, memory })).plan).toBeNull();
  });
});

describe('a server that followed nobody when the primary was last seen', () => {
  const servers = [dead('a'), orphan('b'), orphan('c'), lonely('d', { gtidExecuted: gtids('a:1-50,d:1') })];
  const known4 = { ...memory, servers: ['a', 'b', 'c', 'd'].map(known) };
  const lastSeen = {
    serverUuid: uuid('a'),
    at: AT - 1000,
    heldAtUptime: UP - 1000,
    gtidExecuted: formatGtidSet(gtids('a:1-100')),
  };

  test('and lacks what that one had then, blocks no failover', () => {
    const observation = anObservation({ servers, lastSeen, memory: known4 });
    expect(told(observation).plan).toBe('promote b:3306 in place of a:3306');
  });

  test('may be the primary by now where it has that', () => {
    const had = { ...lastSeen, gtidExecuted: formatGtidSet(gtids('a:1-50')) };
    expect(told(anObservation({ servers, lastSeen: had, memory: known4 })).name).toBe('primaryMayHaveMoved');
  });
});

test('a primary that a person has made read-only is not made writable when a failover is called off', () => {
  const idle = { channel: { receiver: 'stopped' } } as const;
  const { name, stages } = told(
    anObservation({
      servers: [lonely('a'), replica('b', idle), replica('c', idle)],
      rows: QUARANTINED,
      memory: { ...memory, primaryWasReadOnly: true, halted: [uuid('b'), uuid('c')], recovery: aRecovery() },
    }),
  );
  expect(name).toBe('primaryReturned');
  expect(stages).not.toContain('make writable');
});

describe('a replica is left where it is', () => {
  test('below a replica that a person keeps in quarantine', () => {
    const servers = [primary('a'), replica('b'), replica('c'), replica('d', { of: 'b' })];
    const rows = [row(WRITER, 'a'), row(QUARANTINE, 'b'), row(READER, 'c'), row(READER, 'd')];
    const byHand = { primary: known('a'), servers: ['a', 'b', 'c', 'd'].map(known), strangers: [uuid('b')] };
    expect(told(anObservation({ servers, rows, memory: byHand })).statementsOn('d')).toEqual([]);
  });

  test('where the primary is read-only and follows a server itself', () => {
    const has = { gtidExecuted: gtids('a:1-100,b:1-5') };
    const servers = [
      replica('a', { of: 'b', ...has }),
      primary('b', has),
      primary('c', { gtidExecuted: gtids('a:1-100,c:1-3') }),
      replica('d', { of: 'b', ...has }),
    ];
    const rows = [row(READER, 'a'), row(QUARANTINE, 'b'), row(QUARANTINE, 'c'), row(READER, 'd')];
    const after = {
      primary: known('a'),
      servers: ['a', 'b', 'c', 'd'].map(known),
      followers: ['b', 'c', 'd'].map(uuid),
    };
    expect(told(anObservation({ servers, rows, memory: after })).statementsOn('d')).toEqual([]);
  });
});
