/** What the simulator found once: the shrunken scenarios, by the name of what went wrong. */
import { expect, test } from 'vitest';
import {
  aScenario,
  atChange,
  dies,
  fault,
  type ScenarioStory,
  THAWS_BEFORE_THE_OTHER_HOST_FOLLOWS,
} from './a-scenario.ts';
import { printedStory, secondOf } from './printed-story.ts';
import type { Fault } from './scenario.ts';
import { simulate } from './simulation.ts';

const FOUR = { a: {}, b: {}, c: {}, d: {} };
const killRun = { kind: 'killRun', host: 'script' } as const;

const cutOff = (from: string, to: string, at: number, forMs: number): Fault =>
  fault(at, { kind: 'cut', from, to, bothWays: true }, forMs);
/** script2 is away while a, then b, then a is the primary. */
const AWAY: readonly Fault[] = [
  ...['a', 'b', 'c'].map((server) => cutOff('script2', server, 4000, 22_000)),
  dies('a', 5000, 2000),
  fault(14_000, { kind: 'freeze', server: 'b' }, 12_000),
];

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
  'a server that was promoted, vanished, and was succeeded comes back writable: ProxySQL Cluster and the monitor make it no second writer':
    {
      seed: 43_815,
      hosts: 2,
      proxysqlCluster: true,
      layout: 'monitoredMoves',
      servers: { a: {}, b: { rule: 'preferNot' }, c: { startsReadOnly: false }, d: {} },
      thinkMs: 300,
      netTimeoutMs: 5000,
      faults: [
        fault(4975, { kind: 'freeze', server: 'a' }, 8000),
        fault(atChange(30), { kind: 'vanish', server: 'c' }, 30_000),
        dies('a', 10_205, 200),
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
      dies('b', atChange(17, 'answered'), 8000),
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
  'a chosen server that its my.cnf made writable when it restarted was not promoted by that': {
    seed: 4,
    hosts: 2,
    recoveryPeriodBlockMs: 300_000,
    servers: { a: {}, b: { startsReadOnly: false } },
    faults: [dies('a', 3000, 8000), fault(atChange(2, 'answered', 50), { kind: 'vanish', server: 'b' })],
  },
  'rows that ProxySQL’s monitor has put right are put right in memory and on disk too, though the old primary follows already':
    {
      seed: 6,
      hosts: 2,
      layout: 'monitored',
      faults: [dies('a', 3000, 1000)],
    },
  'a former primary that ProxySQL Cluster brought into quarantine is known there, and comes out, whichever row is the last':
    {
      hosts: 2,
      proxysqlCluster: true,
      servers: { a: {}, b: {}, c: { logReplicaUpdates: false } },
      faults: [
        dies('a', 5996, 200),
        fault(atChange(24), { kind: 'slow', server: 'b', ms: 1500 }, 3000),
        fault(8679, { kind: 'jumpClock', host: 'script2', ms: -120_000 }, 200),
      ],
    },
  'a former primary that ProxySQL Cluster brought out of quarantine still learns whom to follow': {
    seed: 1,
    hosts: 2,
    proxysqlCluster: true,
    servers: { a: {}, b: { rule: 'preferNot' }, c: { rule: 'preferNot' }, d: {} },
    faults: [dies('a', 3000, 1000), dies('d', atChange(18, 'before', 50), 3000)],
  },
  'a reader that another host has set aside comes back on every host, though both loaded their rows in the same second':
    {
      seed: 5,
      hosts: 2,
      proxysqlCluster: true,
      intervalMs: 500,
      servers: { a: {}, b: {}, c: {}, d: { applyMs: 100 } },
      faults: [
        dies('a', 5992),
        fault(atChange(25), { kind: 'cut', from: 'd', to: 'b', bothWays: true }, 8000),
        fault(atChange(4, 'before', 500), { kind: 'vanish', server: 'd' }, 200),
        fault(atChange(1), { kind: 'freeze', server: 'd' }, 1000),
      ],
    },
  'a server that was down when the locks were taken, and is back, is asked for its lock too': {
    seed: 1,
    hosts: 2,
    proxysqlCluster: true,
    faults: [fault(3000, { kind: 'vanish', server: 'a' }, 8000), dies('b', atChange(14, 'before', 500), 1000)],
  },
  'it is so too where it comes back while a receiver is being stopped': {
    seed: 765_910,
    hosts: 2,
    recoveryPeriodBlockMs: 300_000,
    faults: [fault(atChange(4), { kind: 'freeze', server: 'a' }, 8000), dies('b', 3926, 3000)],
  },
  'a silent server that the rows of another host have made the writer is not passed over, though nobody follows it yet':
    {
      seed: 854_741,
      hosts: 2,
      proxysqlCluster: true,
      servers: FOUR,
      faults: [
        dies('a', 3000, 8000),
        fault(atChange(18), { kind: 'killRun', host: 'script2' }, 200),
        fault(atChange(16), { kind: 'freeze', server: 'b' }, 3000),
        dies('c', atChange(1, 'before', 500), 200),
      ],
    },
  'a primary that ProxySQL’s monitor takes for a reader does not lose its place as the writer when a reader comes back':
    {
      seed: 45_604,
      hosts: 2,
      intervalMs: 500,
      layout: 'monitoredMoves',
      servers: { a: {}, b: { logBin: false }, c: {} },
      faults: [dies('a', 3000, 200), dies('c', atChange(24, 'before', 500))],
    },
  'a server that another host has promoted, and that was restarted before, is not taken for one that my.cnf made writable':
    {
      seed: 1,
      hosts: 2,
      recoveryPeriodBlockMs: 300_000,
      faults: [dies('a', 5271, 3000), dies('c', atChange(11), 200)],
    },
  'a primary that restarts read-only is not made writable while another host has stopped the receivers of its replicas':
    {
      seed: 11,
      hosts: 2,
      layout: 'monitored',
      faults: [
        dies('a', 5574, 1000),
        fault(atChange(19), { kind: 'killProxysql', host: 'script', takesRunAlong: true }, 200),
        dies('b', atChange(2, 'before', 500), 1000),
      ],
    },
  'a candidate that died when it had forgotten its source is not promoted past what a replica has received since': {
    seed: 391_760,
    hosts: 2,
    servers: { a: {}, b: { logReplicaUpdates: false }, c: {} },
    faults: [fault(3928, { kind: 'freeze', server: 'a' }), dies('b', 10_000, 200), dies('c', atChange(20))],
  },
  'a new primary that restarts read-only while nobody follows it yet is made writable again': {
    servers: { a: {}, b: {} },
    faults: [dies('a', 3000, 1000), dies('b', 4000, 200)],
  },
  'a new primary is not made read-only by a host that has only seen the old one restart, which my.cnf made writable': {
    seed: 100_259,
    hosts: 2,
    proxysqlCluster: true,
    semiSync: { waitForReplicaCount: 2, timeoutMs: 4000 },
    recoveryPeriodBlockMs: 300_000,
    servers: { a: { startsReadOnly: false }, b: {} },
    faults: [dies('a', 3694, 1000)],
  },
  'a replica that was left behind follows a new primary that restarted read-only, and that one is made writable': {
    hosts: 2,
    layout: 'monitoredMoves',
    recoveryPeriodBlockMs: 300_000,
    faults: [
      dies('a', 3000, 3000),
      dies('b', atChange(20), 200),
      dies('c', atChange(12, 'before', 50), 200),
      fault(atChange(4), killRun, 200),
    ],
  },
  'a former primary that this host never saw as the primary comes out of the quarantine that ProxySQL Cluster brought it into':
    {
      seed: 429_046,
      hosts: 2,
      proxysqlCluster: true,
      faults: [
        fault(3000, { kind: 'cut', from: 'a', to: 'script', bothWays: true }),
        fault(14_658, { kind: 'slow', server: 'c', ms: 900 }),
        dies('b', atChange(28, 'answered'), 8000),
        dies('a', atChange(1), 8000),
        fault(atChange(16), killRun, 200),
      ],
    },
  'a replica that was restarted before the question reached it has not been asked whether the primary is there': {
    hosts: 2,
    intervalMs: 500,
    recoveryPeriodBlockMs: 300_000,
    servers: { a: {}, b: {} },
    faults: [fault(3000, { kind: 'freeze', server: 'a' }, 8000), dies('b', 4207, 200)],
  },
  'a new primary that restarts read-only is made writable again though another candidate has forgotten its source before it':
    {
      seed: 14,
      hosts: 2,
      intervalMs: 500,
      faults: [dies('a', 3303, 3000), dies('c', atChange(29), 200), dies('b', atChange(14), 1000)],
    },
  'it is so too where a run of the other host left that candidate behind': {
    seed: 2,
    hosts: 2,
    servers: FOUR,
    faults: [
      dies('c', atChange(31), 1000),
      fault(atChange(15, 'sent'), killRun, 200),
      fault(8249, { kind: 'stopReceiver', server: 'd' }, 3000),
      dies('a', 10_171, 3000),
    ],
  },
  'a replica that was restarted itself is no proof that nobody was promoted while a server is down': {
    seed: 12,
    hosts: 2,
    faults: [dies('a', 3000, 1000), dies('b', 4000, 200), dies('c', atChange(5), 200)],
  },
  'a failover that was begun here is over when the rows of the host that finished have come, though nobody follows the new primary':
    {
      seed: 29_871,
      hosts: 2,
      proxysqlCluster: true,
      intervalMs: 2000,
      servers: { a: {}, b: {} },
      faults: [
        fault(5519, { kind: 'cut', from: 'a', to: 'script', bothWays: false }),
        fault(atChange(14, 'before', 500), { kind: 'freeze', server: 'a' }, 8000),
        fault(atChange(21), { kind: 'killRun', host: 'script2' }, 200),
        fault(12_064, { kind: 'cut', from: 'script2', to: 'a', bothWays: true }, 3000),
      ],
    },
  'a replica that my.cnf made writable is fenced beside a server that another host has promoted, and that one goes on as the writer':
    {
      seed: 537_953,
      hosts: 2,
      layout: 'monitored',
      intervalMs: 2000,
      recoveryPeriodBlockMs: 300_000,
      servers: { a: {}, b: { startsReadOnly: false }, c: {} },
      faults: [dies('a', 3000, 8000), dies('b', atChange(4), 200)],
    },
  'what another host has promoted is followed though the only other replica missed it and reads from the old primary, which is restarted':
    {
      seed: 295_420,
      hosts: 2,
      servers: { a: { startsReadOnly: false }, b: {}, c: {} },
      faults: [dies('a', 3000, 1000), dies('c', atChange(13), 200)],
    },
  'and so it is where the old primary only answered slowly': {
    hosts: 2,
    faults: [fault(3000, { kind: 'slow', server: 'a', ms: 1500 }, 3000), dies('c', atChange(13), 200)],
  },
  'of two servers the one that another host has promoted goes on taking writes when the old primary thaws before this host has followed':
    THAWS_BEFORE_THE_OTHER_HOST_FOLLOWS,
  'a server that this host gave up, and another host has promoted since, goes on taking writes': {
    seed: 2,
    hosts: 2,
    intervalMs: 2000,
    thinkMs: 120,
    writesPastProxysql: true,
    servers: { a: {}, b: { applyMs: 100 } },
    faults: [dies('a', 4748, 200), dies('a', 10_376, 1000)],
  },
  'a former primary that comes back writable is not followed, though the only other replica reads from it: it lacks what came since':
    {
      seed: 1,
      servers: { a: { startsReadOnly: false }, b: {}, c: {} },
      faults: [dies('a', 3000, 1000), dies('b', 4000, 200), dies('c', atChange(13), 200)],
    },
  'a promotion that ended without an answer is not undone once another host has promoted that server, restarted meanwhile':
    {
      seed: 0,
      hosts: 2,
      servers: { a: {}, b: {} },
      faults: [dies('a', 3000, 3000), fault(atChange(11), { kind: 'vanish', server: 'b' }, 200)],
    },
  'a receiver that has only begun to connect, after a restart of its server, is no second witness': {
    seed: 2,
    hosts: 2,
    servers: { a: {}, b: {} },
    faults: [
      dies('a', 5029, 3000),
      fault(atChange(3), { kind: 'cut', from: 'a', to: 'b', bothWays: true }, 200),
      fault(atChange(1), { kind: 'vanish', server: 'b' }, 200),
    ],
  },
  'a primary that is taken back becomes the writer, though ProxySQL Cluster had brought it in quarantine before the failover began here':
    {
      seed: 2,
      hosts: 2,
      proxysqlCluster: true,
      thinkMs: 120,
      writesPastProxysql: true,
      servers: { a: {}, b: { applyMs: 100 } },
      faults: [dies('a', 4000, 200), fault(atChange(20), { kind: 'freeze', server: 'a' }, 3000)],
    },
  ...Object.fromEntries(
    [-3000, -120_000].map((ms): [string, ScenarioStory] => [
      `a failover that is called off leaves nobody without a writer, though ProxySQL Cluster takes its rows for older ones: the clock is set back by ${-ms} ms`,
      {
        seed: 2,
        hosts: 2,
        proxysqlCluster: true,
        servers: { a: {}, b: {} },
        faults: [
          dies('a', 3000, 3000),
          dies('b', atChange(13), 8000),
          fault(atChange(18), { kind: 'jumpClock', host: 'script2', ms }, 200),
        ],
      },
    ]),
  ),
  'semi-sync that a failover turned off comes back also where the primary before had given up waiting': {
    hosts: 2,
    servers: { a: {}, b: { rule: 'preferNot' }, c: {} },
    semiSync: { waitForReplicaCount: 1, timeoutMs: 4000 },
    faults: [dies('a', 5994, 8000), dies('c', 14_396, 3000), dies('b', atChange(7, 'before', 500), 8000)],
  },
  'writes do not wait for a replica that died when a run was cut off, before it was told to follow': {
    servers: { a: {}, b: { rule: 'prefer' }, c: {} },
    semiSync: { waitForReplicaCount: 1, timeoutMs: 3_600_000 },
    faults: [
      fault(3000, { kind: 'diesForGood', server: 'a' }),
      dies('c', atChange(17), 60_000),
      fault(atChange(17), killRun),
    ],
  },
  'the primary is not taken back next to a server that the monitor has made a writer': {
    seed: 1,
    layout: 'monitoredMoves',
    servers: { a: {}, b: { startsReadOnly: false } },
    faults: [dies('a', 3000, 200), dies('b', atChange(4), 200)],
  },
  'a server that a person has detached and writes to is not taken for the primary when the other one is slow': {
    servers: { a: {}, b: {} },
    quorum: 'majority',
    faults: [fault(6000, { kind: 'detach', server: 'b' }), fault(9000, { kind: 'slow', server: 'a', ms: 1500 }, 3000)],
  },
  'nor where all is well and one host decides alone': {
    faults: [fault(6000, { kind: 'detach', server: 'b' })],
  },
  'nor where a replica follows it as before, and the primary restarts within a second': {
    seed: 1,
    servers: { ...FOUR, d: { follows: 'b' } },
    semiSync: { waitForReplicaCount: 2, timeoutMs: 4000 },
    faults: [dies('a', 4000, 200), fault(3000, { kind: 'detach', server: 'b' }, 200)],
  },
  'a server that was promoted and has had no writes yet is not made read-only by the host on the other side of a cut': {
    hosts: 2,
    idleHosts: ['script'],
    servers: { a: {}, b: {} },
    faults: [cutOff('script', 'a', 4000, 12_000), cutOff('b', 'a', 4000, 12_000), cutOff('script2', 'b', 4000, 12_000)],
  },
  'an old promotion, of a server that has been replaced since, is not followed by a host that was away': {
    hosts: 2,
    servers: { a: { rule: 'prefer' }, b: {}, c: {} },
    faults: [...AWAY, fault(25_900, { kind: 'killProxysql', host: 'script', takesRunAlong: true }, 60_000)],
  },
  'nor while the host that replaced it is still there': {
    seed: 11,
    hosts: 2,
    servers: { a: { rule: 'prefer' }, b: {}, c: {} },
    faults: AWAY,
  },
  'a former primary whose clock stood still with its virtual machine is not the primary when it goes on': {
    quorum: 'majority',
    stopsWritingAt: 20_000,
    faults: [dies('a', 3000, 3000), fault(9500, { kind: 'pauseVm', server: 'b' }, 19_500)],
  },
  'a replica that my.cnf made writable does not stand in the way of a failover': {
    servers: { a: {}, b: { startsReadOnly: false }, c: {} },
    faults: [fault(5000, { kind: 'diesForGood', server: 'a' }), dies('b', 4800, 200)],
  },
  'a candidate that restarts writable keeps the relay log that it has not applied': {
    servers: { a: {}, b: { startsReadOnly: false, applyMs: 100 } },
    thinkMs: 20,
    faults: [
      dies('a', 5000, 60_000),
      dies('b', 8000, 200),
      fault(8100, { kind: 'jumpClock', host: 'script', ms: -120_000 }),
    ],
  },
  'and so does one that a person has made writable because it took so long': {
    servers: { a: {}, b: { applyMs: 100 } },
    thinkMs: 20,
    faults: [dies('a', 5000, 60_000), fault(8000, { kind: 'makeWritable', server: 'b' })],
  },
  'a replica that a person makes writable in the middle of a failover is fenced, and the failover goes on': {
    servers: { a: {}, b: {}, c: {}, d: { follows: 'b' } },
    faults: [
      fault(3000, { kind: 'vanish', server: 'a' }, 3000),
      fault(atChange(9), { kind: 'makeWritable', server: 'b' }, 200),
    ],
  },
  'and so is one that its my.cnf made writable, also where the clock of the host is set back': {
    servers: { ...FOUR, d: { startsReadOnly: false } },
    faults: [
      fault(3000, { kind: 'freeze', server: 'a' }, 3000),
      dies('d', atChange(10), 200),
      fault(6000, { kind: 'jumpClock', host: 'script', ms: -120_000 }, 200),
    ],
  },
  'where nobody can tell which of two writers is the primary, none is made of an older row': {
    seed: 309_488,
    layout: 'monitoredMoves',
    hosts: 2,
    proxysqlCluster: true,
    intervalMs: 2000,
    connectRetryMs: 10_000,
    writesPastProxysql: true,
    idleHosts: ['script2'],
    servers: { ...FOUR, b: { startsReadOnly: false } },
    faults: [
      dies('a', 4720, 1000),
      dies('b', atChange(24, 'before', 500), 8000),
      fault(atChange(19), { kind: 'killProxysql', host: 'script2', takesRunAlong: true }, 8000),
      dies('c', atChange(19, 'answered'), 200),
    ],
  },
  'a promoted server that a run has seen take writes, and could not go on with, is not given up when it falls silent': {
    seed: 9,
    hosts: 2,
    faults: [
      fault(3000, { kind: 'vanish', server: 'a' }),
      dies('c', atChange(6), 200),
      fault(atChange(30), { kind: 'killProxysql', host: 'script', takesRunAlong: true }, 200),
      dies('b', 11_591, 3000),
    ],
  },
  'a replica that was asked, and is connected to the primary again, stays there beside one that a person has detached':
    {
      seed: 1,
      intervalMs: 1000,
      quorum: 'any',
      servers: { ...FOUR, d: { follows: 'b' } },
      faults: [
        fault(3000, { kind: 'cut', from: 'script', to: 'a', bothWays: true }, 3000),
        fault(4000, { kind: 'detach', server: 'b' }, 200),
      ],
    },
  'a host that has seen no primary yet follows in memory and on disk too where ProxySQL’s monitor was first': {
    hosts: 2,
    layout: 'monitored',
    faults: [dies('a', 1, 5000)],
  },
  'a primary that was slow, and is back while the candidate applies what it received, keeps its place': {
    hosts: 3,
    thinkMs: 120,
    semiSync: { waitForReplicaCount: 2, timeoutMs: 4000 },
    servers: { a: {}, b: {}, c: { applyMs: 100 } },
    faults: [fault(3000, { kind: 'slow', server: 'a', ms: 1500 }, 3000)],
  },
  'a promoted server that was a writer at runtime is not passed over once ProxySQL’s monitor has taken it out of there':
    {
      seed: 2,
      layout: 'monitored',
      intervalMs: 2000,
      quorum: 'majority',
      servers: { a: {}, b: { rule: 'preferNot' }, c: {} },
      faults: [
        dies('a', 3000, 3000),
        fault(atChange(12, 'answered'), { kind: 'killProxysql', host: 'script', takesRunAlong: true }, 3000),
        fault(8183, { kind: 'diesForGood', server: 'c' }, 200),
      ],
    },
  'the old primary is not taken back where the answer of the server that takes writes got lost': {
    hosts: 2,
    faults: [
      dies('a', 5827, 1000),
      fault(atChange(13), { kind: 'cut', from: 'b', to: 'script', bothWays: false }, 30_000),
    ],
  },
  'nor where the run that told it to is killed with the order under way, and that one is slow to answer the next': {
    hosts: 2,
    faults: [
      dies('a', 4728, 1000),
      fault(atChange(17), { kind: 'slow', server: 'b', ms: 1500 }, 3000),
      fault(atChange(13), { kind: 'killProxysql', host: 'script', takesRunAlong: true }, 200),
    ],
  },
  'nor where the host that told it to is cut off from it both ways, 5 ms later': {
    hosts: 2,
    recoveryPeriodBlockMs: 300_000,
    faults: [
      dies('a', 5827, 1000),
      fault(atChange(13, 'sent', 5), { kind: 'cut', from: 'b', to: 'script', bothWays: true }, 60_000),
    ],
  },
  'nor where that run was killed, and the new primary was restarted before its host looked again': {
    seed: 1,
    hosts: 2,
    intervalMs: 500,
    faults: [
      dies('a', 3000, 1000),
      fault(atChange(17, 'answered'), { kind: 'killRun', host: 'script' }, 200),
      dies('b', atChange(2, 'before', 500), 3000),
    ],
  },
  'nor where its host cannot reach it for a while, and all others are connected to it': {
    seed: 279_520,
    hosts: 3,
    proxysqlCluster: true,
    intervalMs: 500,
    servers: { a: {}, b: { rule: 'preferNot' }, c: {} },
    faults: [
      dies('a', 3000, 1000),
      fault(atChange(21), { kind: 'killProxysql', host: 'script2', takesRunAlong: true }, 200),
      cutOff('script2', 'c', 4000, 3000),
      fault(atChange(17), { kind: 'killRun', host: 'script2' }, 200),
    ],
  },
  'a primary that restarts is made writable, though a replica was detached and restarted while it was well': {
    hosts: 2,
    faults: [dies('a', 4000, 200), fault(3000, { kind: 'detach', server: 'c' }, 200), dies('c', 3000, 200)],
  },
  'nor where its own ProxySQL has pulled the rows of a host that follows the new one, and the new one died': {
    seed: 18,
    hosts: 2,
    proxysqlCluster: true,
    servers: { ...FOUR, c: { logReplicaUpdates: false } },
    faults: [
      dies('a', 5515, 1000),
      dies('b', atChange(24, 'before', 500), 8000),
      fault(atChange(22), killRun, 200),
      fault(atChange(8, 'before', 500), { kind: 'lacksPrivilege', server: 'd' }, 1000),
    ],
  },
  'a host that was in the smaller half of a partition follows when it heals, though a replica that has more still follows the old primary':
    {
      hosts: 2,
      servers: FOUR,
      faults: [
        cutOff('b', 'script2', 3000, 8000),
        cutOff('script', 'a', 4000, 8000),
        cutOff('script', 'd', 4000, 12_000),
        ...['b', 'c'].map((server) => cutOff(server, 'a', 4000, 3000)),
      ],
    },
  'a primary that was promoted while another host could not reach the servers that chose it is fenced by nobody': {
    hosts: 2,
    faults: [
      dies('a', 3000, 1000),
      cutOff('script2', 'a', 4400, 9600),
      ...['script', 'a', 'c'].map((place) => cutOff('b', place, 8000, 6000)),
    ],
  },
  'nor are replicas taken from it by a host that cannot reach it, and to which it is the former primary': {
    seed: 44,
    hosts: 2,
    servers: FOUR,
    faults: [
      dies('a', 3000, 1000),
      cutOff('script2', 'a', 4400, 9600),
      fault(8000, { kind: 'split', one: ['b'], other: ['script', 'a', 'c', 'd'] }, 6000),
    ],
  },
  'a host follows what was promoted with the lock of a former primary that is in quarantine, and silent, there': {
    seed: 1,
    hosts: 2,
    layout: 'monitoredMoves',
    servers: FOUR,
    faults: [
      fault(3000, { kind: 'split', one: ['a'], other: ['script', 'b', 'c', 'd'] }, 8000),
      fault(12_500, { kind: 'split', one: ['script', 'a', 'c'], other: ['script2', 'b', 'd'] }, 15_000),
    ],
  },
  'a host on whose side a former primary has rejoined follows what was promoted where that one did not count, once its own primary is fenced':
    {
      seed: 16,
      hosts: 2,
      proxysqlCluster: true,
      faults: [
        dies('a', 5991, 8000),
        fault(14_577, { kind: 'split', one: ['script2', 'a', 'b'], other: ['script', 'c'] }, 8000),
      ],
    },
  'what a run said of the primary’s loss stays true, though another host has failed over while its candidate kept it waiting':
    {
      hosts: 2,
      intervalMs: 500,
      semiSync: { waitForReplicaCount: 1, timeoutMs: 4000 },
      servers: { a: {}, b: {} },
      faults: [dies('a', 5997, 1000), fault(atChange(9, 'before', 5), { kind: 'vanish', server: 'b' }, 200)],
    },
  'a server that a person has detached is not followed for a replica that was down when the primary changed': {
    seed: 999_986,
    faults: [dies('a', 3000, 1000), dies('b', atChange(6), 3000), fault(6000, { kind: 'detach', server: 'a' }, 200)],
  },
  'a replica of a replica that two hosts reach, each on its side, gives neither of them the majority': {
    hosts: 2,
    servers: { a: {}, b: {}, c: {}, d: { follows: 'b' } },
    faults: [
      dies('a', 3000, 3000),
      fault(3000, { kind: 'split', one: ['script2', 'b'], other: ['script', 'c'] }, 3000),
    ],
  },
  'a receiver that hung when it was told to stop, and stops when all is well again, is started': {
    seed: 746_072,
    heartbeatSeconds: 1,
    quorum: 'majority',
    faults: [
      dies('a', 3000, 1000),
      fault(atChange(19), { kind: 'hangReceivers', server: 'c' }, 30_000),
      fault(10_227, { kind: 'slow', server: 'b', ms: 1500 }, 200),
    ],
  },
  'a failover is not over while the new primary waits for a replica that is gone, and that could not be ended': {
    seed: 508_876,
    hosts: 2,
    intervalMs: 2000,
    recoveryPeriodBlockMs: 300_000,
    semiSync: { waitForReplicaCount: 1, timeoutMs: 4000 },
    servers: { a: {}, b: { logReplicaUpdates: false }, c: {} },
    faults: [
      fault(7290, { kind: 'diesForGood', server: 'a' }, 200),
      fault(atChange(10), { kind: 'slow', server: 'c', ms: 1500 }, 200),
      dies('b', 9854, 200),
    ],
  },
};

test.each(Object.entries(FOUND))('%s', async (_, story) => {
  const scenario = aScenario(story);
  const { violation } = await simulate(scenario);
  if (violation !== null) expect.fail((await printedStory(scenario)).join('\n'));
});

/** No invariant tells these from what went wrong: the end does. */
const ENDS: Readonly<Record<string, readonly [ScenarioStory, end: string]>> = {
  'a primary that most servers follow stays the writer though ProxySQL’s monitor has made a detached server one too': [
    { layout: 'monitored', quorum: 'majority', faults: [fault(6000, { kind: 'detach', server: 'c' })] },
    'settled: formerPrimaryDiverged',
  ],
  'a ProxySQL host that stood still in the middle of a promotion does not go on with it when the primary has come back':
    [
      {
        hosts: 2,
        servers: { a: { startsReadOnly: false }, b: {}, c: {} },
        faults: [dies('a', 3000, 4000), fault(atChange(12, 'sent'), { kind: 'pauseHost', host: 'script' }, 9000)],
      },
      'settled',
    ],
  'a host that was away while another promoted the server that it had told to take writes itself does not take the old primary back':
    [
      {
        hosts: 2,
        intervalMs: 2000,
        servers: { a: {}, b: {} },
        faults: [
          dies('a', 3000, 8000),
          fault(10_000, { kind: 'diesForGood', server: 'b' }, 200),
          dies('b', atChange(10), 200),
          fault(5042, { kind: 'killProxysql', host: 'script', takesRunAlong: false }, 8000),
        ],
      },
      'settled: promotedServerLost, deadPrimaryWithoutReplicas',
    ],
};

test.each(Object.entries(ENDS))('%s', async (_, [story, end]) => {
  const scenario = aScenario(story);
  const report = await simulate(scenario);
  if (report.end !== end) expect.fail((await printedStory(scenario)).join('\n'));
});

/** What happens once too often, or too late. */
const PLAYED: Readonly<Record<string, readonly [ScenarioStory, isRight: (story: readonly string[]) => boolean]>> = {
  'a replica of replicas vanishes together with the primary: the failover does not wait for replica_net_timeout': [
    {
      netTimeoutMs: 60_000,
      quorum: 'majority',
      servers: { a: {}, b: {}, c: { follows: 'b' }, d: {}, e: {} },
      faults: ['a', 'b'].map((server) => fault(4000, { kind: 'vanish', server }, 200_000)),
    },
    (story) => secondOf(story, / is the primary now/) < 12,
  ],
  'a replica whose receiver may not be stopped does not hold up the failover from a primary that froze': [
    {
      netTimeoutMs: 60_000,
      heartbeatSeconds: 1,
      quorum: 'majority',
      faults: [
        fault(2000, { kind: 'lacksPrivilege', server: 'c' }, 200_000),
        fault(4000, { kind: 'freeze', server: 'a' }, 200_000),
      ],
    },
    (story) => secondOf(story, / b is the primary now/) < 12,
  ],
  'a replica whose receiver hangs does not hold up the failover for longer than the ten seconds that it is waited for':
    [
      {
        netTimeoutMs: 60_000,
        heartbeatSeconds: 1,
        quorum: 'majority',
        faults: [
          fault(2000, { kind: 'hangReceivers', server: 'c' }, 200_000),
          fault(4000, { kind: 'freeze', server: 'a' }, 200_000),
        ],
      },
      (story) => secondOf(story, /a:3306 is dead: promote db-b:3306/) < 17,
    ],
  'a primary that only such a replica can reach stays the primary': [
    {
      netTimeoutMs: 60_000,
      heartbeatSeconds: 1,
      quorum: 'majority',
      faults: [
        fault(2000, { kind: 'lacksPrivilege', server: 'c' }, 200_000),
        ...['script', 'b'].map((place) => cutOff(place, 'a', 4000, 30_000)),
      ],
    },
    (story) => !story.some((line) => / is the primary now/.test(line)),
  ],
  'the primary dies while one host cannot reach a replica of replicas': [
    {
      quorum: 'any',
      servers: { a: {}, b: {}, c: { follows: 'b' }, d: {}, e: {} },
      faults: [cutOff('b', 'script', 3000, 200_000), dies('a', 4000)],
    },
    (story) => secondOf(story, / is the primary now/) < 12,
  ],
  'the chosen one cannot reach the server that it is to fetch from, and another one can: that one is promoted': [
    {
      servers: { a: {}, b: { rule: 'prefer' }, c: { rule: 'never' }, d: {} },
      faults: [
        ...['b', 'd'].map((server) => fault(2000, { kind: 'stopReceiver', server }, 200_000)),
        cutOff('b', 'c', 3000, 200_000),
        dies('a', 4000, 200_000),
      ],
    },
    (story) => story.some((line) => /d is the primary now/.test(line)),
  ],
  'a former primary that was made read-only is no failure where the failover after it is held up': [
    {
      servers: { a: { startsReadOnly: false }, b: {}, c: {} },
      recoveryPeriodBlockMs: 300_000,
      faults: [dies('a', 3000, 6000), dies('b', 8500, 20_000)],
    },
    (story) =>
      secondOf(story, /says: info repaired after \d+ ms: make db-a:3306 read-only$/) < 10.1 &&
      !story.some((line) => /: failed: |cannot go on/.test(line)) &&
      story.some((line) =>
        /^ +10\.\d+ {2}run \d+: wrong: deadPrimary: .*; nothing is done: .* blocked until/.test(line),
      ),
  ],
  'two hosts do not take a replica from each other every second': [
    {
      seed: 999_990,
      layout: 'monitored',
      hosts: 2,
      proxysqlCluster: true,
      servers: FOUR,
      faults: [
        dies('a', 3000, 1000),
        fault(atChange(23), { kind: 'stopReceiver', server: 'd' }, 8000),
        fault(atChange(22, 'before', 500), { kind: 'freeze', server: 'b' }, 3000),
        fault(atChange(19, 'before', 500), { kind: 'detach', server: 'c' }, 200),
      ],
    },
    (story) => story.filter((line) => /> d: CHANGE REPLICATION SOURCE/.test(line)).length < 5,
  ],
};

test.each(Object.entries(PLAYED))('%s', async (_, [story, isRight]) => {
  const told = await simulate(aScenario(story), { tellsStory: true });
  if (!isRight(told.story)) expect.fail(told.story.join('\n'));
});
