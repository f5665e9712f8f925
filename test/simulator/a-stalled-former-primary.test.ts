/** A former primary that answers, and whose storage is stalled: SET GLOBAL super_read_only hangs there. */
import { expect, test } from 'vitest';
import { Unanswered } from '../../src/mysql/session.ts';
import type { World } from '../../src/run/world.ts';
import { aScenario, dies, fault } from './a-scenario.ts';
import { secondOf } from './printed-story.ts';
import type { Fault } from './scenario.ts';
import { simulate } from './simulation.ts';

function stalled(world: World): World {
  return {
    ...world,
    open: async (endpoint, ms) => {
      const session = await world.open(endpoint, ms);
      if (endpoint.host !== 'db-a') return session;
      return {
        ...session,
        query: async (sql, timeoutMs) => {
          if (!sql.startsWith('SET GLOBAL super_read_only = ON')) return session.query(sql, timeoutMs);
          await world.sleep(timeoutMs);
          throw new Unanswered('silent', `db-a:3306: no answer within ${timeoutMs} ms`);
        },
      };
    },
  };
}

/** a dies at 3 s and comes back writable 3 s later. */
async function play(...faults: readonly Fault[]): Promise<readonly string[]> {
  const servers = { a: { startsReadOnly: false }, b: {}, c: {}, d: {} };
  const scenario = aScenario({ servers, quorum: 'majority', faults: [dies('a', 3000, 3000), ...faults] });
  return (await simulate(scenario, { tellsStory: true, changeWorld: stalled })).story;
}

test('does not hold up the next failover', async () => {
  const story = await play(dies('b', 8500, 21_000));
  expect(secondOf(story, / is the primary now, in place of b/)).toBeLessThan(12.5);
});

test('does not keep a reader in trouble from being set aside', async () => {
  const story = await play(fault(9000, { kind: 'stopReceiver', server: 'd' }, 21_000));
  expect(secondOf(story, /send the reads of db-d:3306 elsewhere: done/)).toBeLessThan(30);
});

test('does not keep another former primary from following again', async () => {
  const story = await play(dies('b', 8500, 3000));
  const later = story.filter((line) => Number.parseFloat(line) > 8.5);
  expect(later.filter((line) => / b: its receiver is connected to [acd]/.test(line))).not.toEqual([]);
});
