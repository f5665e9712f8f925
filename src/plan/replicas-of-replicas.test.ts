/** A replica of a replica never receives from the primary itself: it is no voice against what its source says. */
import { expect, test } from 'vitest';
import {
  AT,
  anObservation,
  dead,
  lonely,
  primary,
  QUARANTINE,
  READER,
  replica,
  row,
  UP,
  uuid,
  WRITER,
} from '../../test/observations/observation.ts';
import { CONFIG, LIMITS } from '../../test/observations/settings.ts';
import { told } from '../../test/observations/told.ts';
import { diagnose } from '../diagnose/diagnose.ts';
import { lockersOf } from '../diagnose/voters.ts';
import { rememberHealthy } from '../record/record.ts';
import { decide } from './decide.ts';

const BELOW = [replica('b'), replica('c', { of: 'b' }), replica('d', { of: 'b' })];
const TREE = [primary('a'), ...BELOW];
const WELL = anObservation({ servers: TREE, hasPeers: true });
const REMEMBERED = rememberHealthy(WELL, diagnose(WELL, LIMITS), LIMITS);

test('a primary that was restarted read-only takes writes again', () => {
  const servers = [lonely('a', { uptimeSeconds: 5 }), ...BELOW];
  expect(told(anObservation({ servers, memory: REMEMBERED })).name).toBe('primaryRestartedReadOnly');
});

test('one that ProxySQL Cluster has left in quarantine gets its place back', () => {
  const rows = [row(QUARANTINE, 'a'), row(READER, 'b'), row(READER, 'c'), row(READER, 'd')];
  const memory = { ...REMEMBERED, primaryOutSince: AT - 3_600_000 };
  const observation = anObservation({ servers: TREE, rows, hasPeers: true, memory });
  expect(told(observation).plan).toBe('take a:3306 back as the primary');
});

test('a host that has just followed counts the locks of those below the new primary', () => {
  const lastSeen = { serverUuid: uuid('a'), at: AT - 10_000, heldAtUptime: UP - 10_000, gtidExecuted: '' };
  const servers = [dead('a'), primary('b', { promotedSecondsAgo: 1 }), ...BELOW.slice(1)];
  const observation = anObservation({ servers, memory: REMEMBERED, lastSeen });
  const { plan } = decide(observation, diagnose(observation, LIMITS), CONFIG);
  expect(plan?.says).toContain('follow: b:3306');
  const rows = [row(QUARANTINE, 'a'), row(WRITER, 'b'), row(READER, 'c'), row(READER, 'd')];
  const after = anObservation({ servers, rows, memory: plan?.memoryAfter ?? null });
  expect(lockersOf(after, []).map(({ host }) => host)).toEqual(['b', 'c', 'd']);
});
