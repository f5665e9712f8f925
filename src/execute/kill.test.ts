import { expect, test } from 'vitest';
import { type ServerSession, Unanswered } from '../mysql/session.ts';
import type { Step } from '../plan/steps.ts';
import { walk } from './walk.ts';

const WHO = 'SELECT id FROM appliers';
const STEP: Step = {
  says: 'make b the primary',
  on: { kind: 'mysql', server: 'b:3306', endpoint: { host: 'b', port: 3306 } },
  killsMeanwhile: WHO,
  statements: ['STOP REPLICA'],
  timeoutMs: 1000,
  verify: null,
  undo: ['SET GLOBAL super_read_only = ON'],
  ifItFails: 'stop',
};

/** STOP REPLICA ends as `stops` says, and when applier 7 is killed. */
async function walkWith(stops: 'atOnce' | 'never', kill: () => void, lost: string | null = null) {
  const sent: string[] = [];
  const said: string[] = [];
  let end: () => void = () => undefined;
  const isStopped = new Promise<void>((resolve, reject) => {
    end = resolve;
    if (stops === 'atOnce') resolve();
    else setTimeout(() => reject(new Unanswered('silent', 'no answer within 1000 ms')), 60);
  });
  const session = (name: string): ServerSession => ({
    query: async (sql) => {
      sent.push(`${name}: ${sql}`);
      if (sql === 'STOP REPLICA') await isStopped;
      if (sql.startsWith('KILL')) {
        kill();
        end();
      }
      return { rows: sql === WHO ? [{ id: '7' }] : [], affectedRows: 0 };
    },
    queryEach: async () => [],
    close: () => void sent.push(`${name}: closed`),
  });
  const walked = await walk([{ title: 'promote', steps: [STEP], thenLookAgain: 'never', underLock: false }], {
    admin: session('admin'),
    open: async () => session('own'),
    openApart: async () => session('apart'),
    connectTimeoutMs: 1000,
    replicationPassword: '',
    now: () => 0,
    sleep: () => new Promise((resolve) => setTimeout(resolve, 5)),
    journal: { say: (level, text) => said.push(`${level} ${text}`) },
    whyNotLocked: async () => lost,
    whoIsBack: async () => null,
  });
  return { sent, said, end: walked.end };
}

test('nobody is killed where the statement ends by itself', async () => {
  const { sent, end } = await walkWith('atOnce', () => undefined);
  expect({ sent, end }).toEqual({ sent: ['own: STOP REPLICA'], end: 'done' });
});

test('who keeps the statement waiting is killed over another session, and the step goes on', async () => {
  const { sent, end } = await walkWith('never', () => undefined);
  expect(end).toBe('done');
  expect(sent).toEqual(['own: STOP REPLICA', `apart: ${WHO}`, 'apart: KILL CONNECTION 7', 'apart: closed']);
});

test('without the privilege that is said once, and the statement decides', async () => {
  const { sent, said, end } = await walkWith('never', () => {
    throw new Unanswered('serverError', 'You are not owner of thread 7', 1095);
  });
  expect(end).toBe('failed');
  expect(sent.filter((one) => one.includes('KILL'))).toHaveLength(1);
  expect(said.filter((one) => one.includes('SYSTEM_USER'))).toHaveLength(1);
  expect(sent.at(-1)).toBe('own: SET GLOBAL super_read_only = ON');
});

test('where the locks are lost by then nothing is undone: the server may be another host’s to change', async () => {
  const refused = (): never => {
    throw new Unanswered('serverError', 'You are not owner of thread 7', 1095);
  };
  const { sent, said } = await walkWith('never', refused, 'the lock was lost on b:3306');
  expect(sent.join()).not.toContain('super_read_only');
  expect(said.at(-1)).toBe('error make b the primary: not undone: the lock was lost on b:3306');
});
