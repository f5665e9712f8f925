import { describe, expect, test } from 'vitest';
import { type Endpoint, type OpenSession, Unanswered } from '../mysql/session.ts';
import { GET_RUN_LOCK, HAS_RUN_LOCK } from '../mysql/statements.ts';
import type { Quorum } from '../plan/quorum.ts';
import { type HeldQuorum, takeQuorum } from './quorum.ts';

const at = (host: string): Endpoint => ({ host, port: 3306 });
const quorum = (names: string, needed: number, down = ''): Quorum => ({
  servers: [...names].map(at),
  needed,
  silent: [],
  down: [...down].map(at),
});

/** Servers that give their lock unless told otherwise; what was sent, in order. */
function servers(first: { taken?: string; down?: string } = {}) {
  const story = { ...first };
  const sent: string[] = [];
  const lost = new Set<string>();
  const openApart: OpenSession = async ({ host }) => {
    if (story.down?.includes(host)) throw new Unanswered('refused', `${host}:3306: connect ECONNREFUSED`);
    return {
      close: () => void sent.push(`${host} closed`),
      queryEach: async () => [],
      query: async (sql) => {
        if (lost.has(host)) throw new Unanswered('reset', `${host}:3306: read ECONNRESET`);
        if (sql === GET_RUN_LOCK) sent.push(`${host} lock`);
        const locked = sql === GET_RUN_LOCK || sql === HAS_RUN_LOCK ? (story.taken?.includes(host) ? '0' : '1') : null;
        return { rows: locked === null ? [] : [{ locked }], affectedRows: 0 };
      },
    };
  };
  const hands = { openApart, open: openApart, connectTimeoutMs: 1000, readTimeoutMs: 1000, runTimeoutMs: 90_000 };
  return {
    sent,
    lose: (host: string) => lost.add(host),
    hands,
    become: (now: typeof first) => Object.assign(story, now),
  };
}

async function held(wanted: Quorum, hands: Parameters<typeof takeQuorum>[1]): Promise<HeldQuorum> {
  const taken = await takeQuorum(wanted, hands);
  if ('refused' in taken) throw new Error(taken.refused);
  return taken;
}

test('all that answer are asked one after the other, in order', async () => {
  const { sent, hands } = servers();
  expect(await (await held(quorum('bcd', 2), hands)).whyLost()).toBeNull();
  expect(sent).toEqual(['b lock', 'c lock', 'd lock']);
});

test('where another host has the first, the others are not asked, and everything is closed', async () => {
  const { sent, hands } = servers({ taken: 'b' });
  expect(await takeQuorum(quorum('bcd', 2), hands)).toMatchObject({
    refused: 'another ProxySQL host is at work on this cluster: it holds the lock on b:3306',
  });
  expect(sent).toEqual(['b lock', 'b closed', 'c closed', 'd closed']);
});

test('who can connect to too few asks none: the lock stays free for another host', async () => {
  const { sent, hands } = servers({ down: 'cd' });
  expect(await takeQuorum(quorum('bcd', 2), hands)).toMatchObject({ refused: expect.stringContaining('0 of 3') });
  expect(sent).toEqual(['b closed']);
});

test('where too few give their lock, the refusal names those that did not, and why', async () => {
  const few = servers({ down: 'cd' });
  expect(await takeQuorum(quorum('bcd', 2), few.hands)).toMatchObject({
    refused:
      '0 of 3 servers gave their lock, 2 have to: b:3306: not asked, too few answer; ' +
      'c:3306: connect ECONNREFUSED; d:3306: connect ECONNREFUSED',
  });
  const broken = servers();
  const { openApart } = broken.hands;
  const full: OpenSession = async (endpoint, timeoutMs) => {
    if (endpoint.host === 'b') throw new Unanswered('tooManyConnections', 'b:3306: Too many connections', 1040);
    const session = await openApart(endpoint, timeoutMs);
    const noLock = async () => ({ rows: [{ locked: null }], affectedRows: 0 });
    return { ...session, query: endpoint.host === 'c' ? noLock : session.query };
  };
  expect(await takeQuorum(quorum('bcd', 2), { ...broken.hands, open: full, openApart: full })).toMatchObject({
    refused: '1 of 3 servers gave their lock, 2 have to: b:3306: Too many connections; c:3306: GET_LOCK failed',
  });
});

test('at max_connections the session that the run has already takes the lock', async () => {
  const { sent, hands } = servers();
  const openApart: OpenSession = async ({ host }) => {
    throw new Unanswered('tooManyConnections', `${host}:3306: Too many connections`, 1040);
  };
  expect(await (await held(quorum('bc', 2), { ...hands, openApart })).whyLost()).toBeNull();
  expect(sent).toEqual(['b lock', 'c lock']);
});

test('one lock that is lost does not matter while the rest is a majority; the next one does', async () => {
  const { lose, hands } = servers();
  const locks = await held(quorum('bcd', 2), hands);
  lose('c');
  expect(await locks.whyLost()).toBeNull();
  lose('d');
  expect(await locks.whyLost()).toBe('the lock was lost on c:3306, d:3306: another ProxySQL host may be at work');
});

test('released is closed', async () => {
  const { sent, hands } = servers();
  (await held(quorum('b', 1), hands)).release();
  expect(sent).toEqual(['b lock', 'b closed']);
});

describe('a server that was down when the locks were taken, and is back', () => {
  test('counts again: its lock is taken too, and what was seen before that may be over', async () => {
    const { sent, hands, become } = servers({ down: 'b' });
    const locks = await held(quorum('c', 1, 'b'), hands);
    expect(await locks.widen(quorum('c', 1, 'b'))).toBe('enough');
    become({ down: '' });
    expect(await locks.widen(quorum('bc', 2))).toBe('widened');
    expect(await locks.widen(quorum('bc', 2))).toBe('enough');
    locks.release();
    expect(sent).toEqual(['c lock', 'b lock', 'c closed', 'b closed']);
  });

  test('is another host’s where that one has its lock', async () => {
    const { hands, become } = servers({ down: 'b' });
    const locks = await held(quorum('c', 1, 'b'), hands);
    become({ down: '', taken: 'b' });
    expect(await locks.widen(quorum('bc', 2))).toMatchObject({
      refused: 'another ProxySQL host is at work on this cluster: it holds the lock on b:3306',
    });
  });

  test('is seen before anybody is promoted', async () => {
    const { hands, become } = servers({ down: 'b' });
    const locks = await held(quorum('c', 1, 'b'), hands);
    expect(await locks.whoIsBack()).toBeNull();
    become({ down: '' });
    expect(await locks.whoIsBack()).toBe('b:3306');
  });
});
