/** Nothing is promoted: a person does what was advised, and the next run goes on. */
import { expect, test } from 'vitest';
import {
  anObservation,
  aRecovery,
  aside,
  dead,
  formerly,
  gtids,
  known,
  lonely,
  orphan,
  primary,
  QUARANTINE,
  READER,
  row,
  SUCCESSION,
  THREE,
  uuid,
  WRITER,
} from '../../test/observations/observation.ts';
import { told } from '../../test/observations/told.ts';

const PROMOTE_B = 'promote b:3306 in place of a:3306';
const QUARANTINED_C = [row(WRITER, 'a'), row(READER, 'b'), row(QUARANTINE, 'c', { status: 'OFFLINE_SOFT' })];
const memory = { ...THREE, followers: [uuid('b'), uuid('c')] };

test.each([
  ['a silent replica is missing for a majority', dead('c', { reason: 'timedOut' })],
  ['two replicas have diverged', orphan('c', { gtidExecuted: gtids('a:1-99,c:1') })],
  ['a server may have been promoted', lonely('c', { gtidExecuted: gtids('a:1-50,c:1') })],
  ['one has more and cannot give it', orphan('c', { gtidExecuted: gtids('a:1-101'), logBin: false })],
])('%s: it goes into quarantine', (_, c) => {
  const servers = [dead('a'), orphan('b'), c];
  const before = told(anObservation({ servers, memory }));
  expect(before.plan).toBeNull();
  expect(before.advice).toMatch(
    /let its row in mysql_servers be in the quarantine hostgroup with the status OFFLINE_SOFT/,
  );
  expect(told(anObservation({ servers, rows: QUARANTINED_C, memory })).plan).toBe(PROMOTE_B);
});

test.each([
  ['is silent', aside('c'), dead('c', { reason: 'timedOut' })],
  ['has diverged', aside('c'), orphan('c', { gtidExecuted: gtids('a:1-99,c:1') })],
  [
    'has more and cannot give it, after it was the primary',
    formerly('c'),
    orphan('c', { gtidExecuted: gtids('a:1-101'), logBin: false }),
  ],
])('one that this program has put into quarantine itself %s: the status there is a person’s word', (_, one, c) => {
  const servers = [dead('a'), orphan('b'), c];
  const remembered = { ...memory, setAside: [one] };
  const before = told(
    anObservation({ servers, rows: [row(WRITER, 'a'), row(READER, 'b'), row(QUARANTINE, 'c')], memory: remembered }),
  );
  expect(before.plan).toBeNull();
  expect(before.advice).toMatch(/OFFLINE_SOFT/);
  expect(told(anObservation({ servers, rows: QUARANTINED_C, memory: remembered })).plan).toBe(PROMOTE_B);
});

test('what a server in quarantine alone has is named as lost', () => {
  const servers = [dead('a'), orphan('b'), orphan('c', { gtidExecuted: gtids('a:1-101'), logBin: false })];
  expect(told(anObservation({ servers, rows: QUARANTINED_C, memory })).loss).toMatch(
    /^known lost: 1 transaction .*:101$/,
  );
});

test('a server that was being promoted is lost: another one is made the primary by hand', () => {
  const left = orphan('c', { channel: { receiver: 'stopped' } });
  const recovery = aRecovery({ promoting: known('b') });
  const before = told(
    anObservation({
      servers: [dead('a'), dead('b'), left],
      rows: SUCCESSION,
      memory: { ...memory, halted: [uuid('c')], recovery },
    }),
  );
  expect(before).toMatchObject({ name: 'promotedServerLost', plan: null });
  expect(before.advice).toMatch(/make the replica .* writable .*, put it into the writer hostgroup, and delete/);
  const rows = [row(QUARANTINE, 'a'), row(READER, 'b'), row(WRITER, 'c')];
  const after = told(anObservation({ servers: [dead('a'), dead('b'), primary('c')], rows, memory: null }));
  expect(after).toMatchObject({ name: 'replicaBroken', plan: null });
});
