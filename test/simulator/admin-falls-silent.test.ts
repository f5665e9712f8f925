/** ProxySQL's admin interface falls silent in the middle of a failover: the run says that it failed, and the next one finishes. */
import { expect, test } from 'vitest';
import { Unanswered } from '../../src/mysql/session.ts';
import { LOAD_SERVERS_TO_RUNTIME } from '../../src/proxysql/server-rows.ts';
import type { World } from '../../src/run/world.ts';
import { aScenario, dies } from './a-scenario.ts';
import { simulate } from './simulation.ts';

/** The first LOAD is not answered, nor is what follows it, so many statements in all. */
function fallsSilent(statements: number): { changeWorld: (world: World) => World; stories: string[] } {
  let left: number | null = null;
  const stories: string[] = [];
  const changeWorld = (world: World): World => ({
    ...world,
    admin: {
      close: () => undefined,
      query: async (sql, timeoutMs) => {
        if (left === null && sql === LOAD_SERVERS_TO_RUNTIME) left = statements;
        if (sql.includes('INSERT OR REPLACE INTO disk.proxysql_failover_history')) stories.push(sql);
        if (left === null || left === 0) return world.admin.query(sql, timeoutMs);
        left -= 1;
        await world.sleep(timeoutMs);
        throw new Unanswered('silent', `127.0.0.1:6032: no answer within ${timeoutMs} ms`);
      },
    },
  });
  return { changeWorld, stories };
}

test('a LOAD without an answer makes the run look again, and it goes on', async () => {
  const { changeWorld, stories } = fallsSilent(1);
  const { violation, endings } = await simulate(aScenario({ faults: [dies('a')] }), { changeWorld });
  expect(violation).toBeNull();
  expect(Object.fromEntries(endings)).toMatchObject({ 'repaired: deadPrimary': 1 });
  expect(stories).toHaveLength(1);
});

test('where the look is not answered either the run has failed, its history says why, and the next run goes on', async () => {
  const { changeWorld, stories } = fallsSilent(2);
  const { violation, endings } = await simulate(aScenario({ faults: [dies('a')] }), { changeWorld });
  expect(violation).toBeNull();
  expect(Object.fromEntries(endings)).toMatchObject({ 'failed: deadPrimary': 1, 'repaired: deadPrimary': 1 });
  expect(Object.fromEntries(endings)).not.toHaveProperty('threw');
  expect(stories[0]).toContain('cannot look again: ');
  expect(stories[0]).toContain("'failed'");
});
