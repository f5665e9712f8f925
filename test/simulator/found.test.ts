/** What the simulator found once: the shrunken scenarios, by the name of what went wrong. */
import { expect, test } from 'vitest';
import { aScenario, atChange, dies, fault, type ScenarioStory } from './a-scenario.ts';
import { printedStory } from './printed-story.ts';
import { simulate } from './simulation.ts';

const FOUR = { a: {}, b: {}, c: {}, d: {} };
const killRun = { kind: 'killRun', host: 'script' } as const;

const FOUND: Readonly<Record<string, ScenarioStory>> = {
  'a candidate that froze in the middle of its promotion replicates again, its applier too': {
    servers: FOUR,
    faults: [dies('a'), fault(atChange(8, 'before', 5), { kind: 'freeze', server: 'b' })],
  },
  'a run that died after STOP REPLICA on the candidate: when the primary is back, the applier runs again': {
    servers: { a: {}, b: {} },
    faults: [
      dies('a', 3000, 1000),
      fault(atChange(8), { kind: 'killProxysql', host: 'script', takesRunAlong: true }, 200),
    ],
  },
  'a promotion is finished only after the old primary is out of the writer hostgroup again': {
    faults: [
      dies('a', 3000, 1000),
      fault(atChange(11), { kind: 'killProxysql', host: 'script', takesRunAlong: true }, 200),
    ],
  },
  'a receiver that was stopped for a failover that was called off is started when its server answers again': {
    seed: 2,
    faults: [dies('a', 3000, 200), fault(atChange(7), { kind: 'freeze', server: 'b' }, 8000)],
  },
  'a server that froze while it was repointed follows the new primary in the end': {
    servers: FOUR,
    faults: [dies('a', 3000, 1000), fault(atChange(16), { kind: 'freeze', server: 'c' }, 8000)],
  },
  'a candidate that was given up after it had forgotten its source gets a source again': {
    seed: 2,
    faults: [
      fault(3000, { kind: 'freeze', server: 'a' }),
      fault(atChange(13), killRun),
      fault(atChange(11, 'answered'), { kind: 'slow', server: 'b', ms: 1500 }, 3000),
    ],
  },
  'a candidate that crashed in its promotion gets a source again when the primary is taken back': {
    seed: 2,
    faults: [dies('a', 3000, 200), dies('b', atChange(12), 1000)],
  },
  "somebody's LOAD FROM DISK in the middle of a failover does not make two writers, and nobody who served is forgotten":
    {
      seed: 999_990,
      thinkMs: 120,
      writesPastProxysql: true,
      servers: { a: {}, b: { applyMs: 100 }, c: {} },
      faults: [
        dies('a', 4000, 200),
        fault(atChange(5, 'before', 50), { kind: 'reloadMemory', host: 'script' }, 200),
        dies('c', atChange(4, 'before', 500)),
      ],
    },
  'a promoted server that crashes before the failover is finished stays the primary': {
    seed: 711_882,
    servers: { a: {}, b: {} },
    faults: [dies('a', 3000, 200), dies('b', atChange(15), 200)],
  },
  'it does so too where ProxySQL has forgotten in the meantime that it was the writer': {
    servers: { a: {}, b: {} },
    faults: [
      dies('a', 3000, 1000),
      dies('b', atChange(15), 200),
      fault(atChange(14, 'before', 50), { kind: 'killProxysql', host: 'script', takesRunAlong: true }, 200),
    ],
  },
  'it does so too where only this host cannot reach it': {
    faults: [
      dies('a', 3000, 3000),
      fault(atChange(16), { kind: 'cut', from: 'b', to: 'script', bothWays: true }, 8000),
      fault(6000, { kind: 'killProxysql', host: 'script', takesRunAlong: true }, 200),
    ],
  },
  'a primary that is taken back is saved to disk, whichever run does it': {
    servers: { a: {}, b: {} },
    faults: [dies('a', 3000, 1000), fault(atChange(7), killRun), fault(atChange(11, 'sent'), killRun)],
  },
  'a stray whose repointing was cut short is repointed by the next run': {
    faults: [dies('a', 4000, 200), dies('b', 3000, 3000), fault(atChange(24, 'answered'), killRun)],
  },
  'a replica that froze while a promotion was finished follows in the end': {
    intervalMs: 2000,
    servers: { a: {}, b: {}, c: {}, d: { follows: 'b' } },
    faults: [
      dies('a', 4000, 1000),
      dies('b', atChange(18, 'answered'), 8000),
      fault(atChange(24), { kind: 'freeze', server: 'd' }, 8000),
      fault(atChange(10), { kind: 'cut', from: 'b', to: 'd', bothWays: true }, 1000),
    ],
  },
  'a server that restarted while a run waited for another is asked again before it counts as dead': {
    layout: 'monitoredMoves',
    servers: { a: {}, b: { startsReadOnly: false }, c: {} },
    faults: [dies('a', 3000, 8000), dies('b', 6000, 200), fault(atChange(1), { kind: 'freeze', server: 'c' }, 3000)],
  },
  'a receiver that was still being stopped when the failover was called off is started in the end': {
    seed: 2,
    intervalMs: 500,
    faults: [dies('a', 3000, 1000), fault(4000, { kind: 'freeze', server: 'b' }, 8000), fault(12_576, killRun)],
  },
  'a run that died between giving a reader its row back and loading it: the next one loads it': {
    servers: { a: {}, b: {} },
    faults: [dies('a', 3000, 3000), fault(atChange(33), killRun, 200)],
  },
  'a replica that froze through a failover does not stay behind the former primary, which has rejoined meanwhile': {
    faults: [dies('a', 3000, 12_000), fault(atChange(3), { kind: 'freeze', server: 'b' })],
  },
  'a host that missed a failover does not promote past the new primary, which has restarted read-only': {
    seed: 979_130,
    hosts: 2,
    intervalMs: 500,
    semiSync: { waitForReplicaCount: 1, timeoutMs: 4000 },
    servers: FOUR,
    faults: [
      dies('a', 3074, 3000),
      dies('c', atChange(8, 'before', 500), 1000),
      fault(atChange(8, 'answered'), killRun),
      dies('b', atChange(27), 200),
    ],
  },
  'a primary that returns is not taken back where another host has promoted a server in its place': {
    hosts: 2,
    proxysqlCluster: true,
    recoveryPeriodBlockMs: 300_000,
    servers: { a: {}, b: {} },
    faults: [
      dies('a', 3000, 3000),
      fault(atChange(1), { kind: 'vanish', server: 'b' }, 200),
      dies('b', atChange(10, 'before', 500), 200),
    ],
  },
  'following is not finished with a server that another host has replaced in the meantime': {
    seed: 336_489,
    hosts: 2,
    faults: [dies('a', 4000, 1000), dies('b', atChange(20, 'before', 500), 1000), fault(atChange(28), killRun)],
  },
  'rows that ProxySQL Cluster brought, with a writer that has died since, do not lead to a third primary': {
    seed: 9,
    hosts: 2,
    proxysqlCluster: true,
    intervalMs: 500,
    servers: FOUR,
    faults: [
      fault(3000, { kind: 'freeze', server: 'a' }),
      dies('b', 12_771, 3000),
      fault(atChange(13, 'answered'), killRun),
      fault(atChange(30, 'before', 50), { kind: 'vanish', server: 'c' }, 8000),
    ],
  },
  'a ProxySQL whose monitor has made the new primary a writer follows in memory and on disk too': {
    hosts: 2,
    layout: 'monitored',
    recoveryPeriodBlockMs: 300_000,
    faults: [dies('a', 3000, 3000), fault(atChange(4, 'answered'), killRun)],
  },
  'the primary is not taken back next to a server that the monitor has made a writer': {
    seed: 1,
    layout: 'monitoredMoves',
    servers: { a: {}, b: { startsReadOnly: false } },
    faults: [dies('a', 3000, 200), dies('b', atChange(4), 200)],
  },
};

test.each(Object.entries(FOUND))('%s', async (_, story) => {
  const scenario = aScenario(story);
  const { violation } = await simulate(scenario);
  if (violation !== null) expect.fail((await printedStory(scenario)).join('\n'));
});
