/** Random scenarios: mostly a primary that fails, and up to four other things at awkward moments. Small ones are simple ones. */
import fc from 'fast-check';
import type { PromotionRule } from '../../src/config/cluster.ts';
import type { QuorumMode } from '../../src/diagnose/voters.ts';
import type { Moment } from './run-watcher.ts';
import {
  type Deed,
  type Fault,
  type Happening,
  type Layout,
  SCRIPT_HOSTS,
  type Scenario,
  type ServerPlan,
  type Split,
  type Trigger,
} from './scenario.ts';

/** The usual value six times in eight or more; also what a counterexample shrinks to. */
function mostly<T>(usual: T, ...rare: readonly T[]): fc.Arbitrary<T> {
  return fc.oneof(
    { weight: 6, arbitrary: fc.constant(usual) },
    { weight: 2, arbitrary: fc.constantFrom(usual, ...rare) },
  );
}

function serverPlan(name: string, names: readonly string[]): fc.Arbitrary<ServerPlan> {
  const isPrimary = name === names[0];
  return fc.record({
    name: fc.constant(name),
    follows: isPrimary ? fc.constant<string | null>(null) : mostly('a', ...(name === 'd' ? ['b'] : [])),
    startsReadOnly: mostly(true, false),
    logBin: isPrimary ? fc.constant(true) : mostly(true, true, true, false),
    logReplicaUpdates: isPrimary ? fc.constant(true) : mostly(true, true, true, false),
    relayLogRecovery: fc.boolean(),
    applyMs: fc.constantFrom(2, 20, 100),
    rule: mostly<PromotionRule>('neutral', 'prefer', 'preferNot', 'never'),
    version: fc.constant('8.4.6'),
  });
}

const time = fc.integer({ min: 3000, max: 20_000 });

function trigger(): fc.Arbitrary<Trigger> {
  return fc.oneof(
    { weight: 2, arbitrary: fc.record({ at: time }) },
    {
      weight: 3,
      arbitrary: fc.record({
        change: fc.integer({ min: 1, max: 32 }),
        moment: fc.constantFrom<Moment>('before', 'sent', 'answered'),
        plusMs: fc.constantFrom(0, 1, 5, 50, 500),
      }),
    },
  );
}

function happening(names: readonly string[], hosts: readonly string[]): fc.Arbitrary<Happening> {
  const server = fc.constantFrom(...names);
  const host = fc.constantFrom(...hosts);
  const place = fc.constantFrom(...hosts, ...names);
  const cut = fc
    .record({ from: place, to: place, bothWays: mostly(true, false) })
    .filter(({ from, to }) => from !== to)
    .map((ends): Happening => ({ kind: 'cut', ...ends }));
  const onServer = (
    kind:
      | 'crash'
      | 'diesForGood'
      | 'freeze'
      | 'vanish'
      | 'lockApplier'
      | 'hangReceivers'
      | 'tooManyConnections'
      | 'lacksPrivilege'
      | Deed['kind'],
  ) => fc.record({ kind: fc.constant(kind), server });
  return fc.oneof(
    { weight: 4, arbitrary: fc.record({ kind: fc.constant('killRun' as const), host }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('reloadMemory' as const), host }) },
    { weight: 4, arbitrary: onServer('crash') },
    { weight: 3, arbitrary: onServer('freeze') },
    { weight: 4, arbitrary: cut },
    { weight: 1, arbitrary: onServer('vanish') },
    { weight: 2, arbitrary: onServer('lockApplier') },
    { weight: 1, arbitrary: onServer('tooManyConnections') },
    { weight: 1, arbitrary: onServer('lacksPrivilege') },
    { weight: 1, arbitrary: onServer('hangReceivers') },
    { weight: 2, arbitrary: onServer('stopReceiver') },
    { weight: 1, arbitrary: onServer('stopApplier') },
    { weight: 1, arbitrary: onServer('diesForGood') },
    // Of several hosts one that comes late believes an old promotion whose clock stood still.
    { weight: 1, arbitrary: onServer('detach') },
    // Of three hosts with ProxySQL Cluster one may be left without a writer in memory and on disk.
    { weight: hosts.length < 3 ? 1 : 0, arbitrary: onServer('switchover') },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('pauseHost' as const), host }) },
    {
      weight: 2,
      arbitrary: fc.record({ kind: fc.constant('slow' as const), server, ms: fc.constantFrom(300, 900, 1500) }),
    },
    {
      weight: 2,
      arbitrary: fc.record({ kind: fc.constant('killProxysql' as const), host, takesRunAlong: fc.boolean() }),
    },
    {
      weight: 1,
      arbitrary: fc.record({ kind: fc.constant('jumpClock' as const), host, ms: fc.constantFrom(-120_000, 120_000) }),
    },
  );
}

const duration = fc.constantFrom(200, 1000, 3000, 8000, 30_000);

function fault(names: readonly string[], hosts: readonly string[]): fc.Arbitrary<Fault> {
  return fc.record({ when: trigger(), forMs: duration, what: happening(names, hosts) });
}

/** The network falls in two; or some cannot reach some others, and the rest reaches all. */
function split(places: readonly string[]): fc.Arbitrary<Split> {
  const sides = (side: fc.Arbitrary<string>) => fc.tuple(...places.map(() => side));
  return fc
    .oneof(sides(fc.constantFrom('one', 'other')), sides(fc.constantFrom('one', 'other', 'neither')))
    .map((drawn) => {
      const on = (side: string) => places.filter((_, index) => drawn[index] === side);
      return { kind: 'split' as const, one: on('one'), other: on('other') };
    })
    .filter(({ one, other }) => one.length > 0 && other.length > 0);
}

/** One after another, at times before the one before is over: with one host there is nobody to disagree with. */
function splits(names: readonly string[], hosts: readonly string[]): fc.Arbitrary<readonly Fault[]> {
  const none = fc.constant<readonly Fault[]>([]);
  const one = fc.record({
    when: fc.record({ at: time }),
    forMs: fc.constantFrom(3000, 8000, 15_000),
    what: split([...hosts, ...names]),
  });
  return hosts.length === 1
    ? none
    : fc.oneof({ weight: 2, arbitrary: none }, { weight: 1, arbitrary: fc.array(one, { minLength: 1, maxLength: 3 }) });
}

function primaryFails(): fc.Arbitrary<Fault> {
  return fc.record({
    when: fc.record({ at: fc.integer({ min: 3000, max: 6000 }) }),
    forMs: mostly(30_000, 12_000, 8000, 3000, 1000),
    what: mostly<Happening>(
      { kind: 'crash', server: 'a' },
      { kind: 'freeze', server: 'a' },
      { kind: 'vanish', server: 'a' },
      // It lives, and this host cannot tell.
      { kind: 'cut', from: SCRIPT_HOSTS[0], to: 'a', bothWays: true },
      { kind: 'cut', from: 'a', to: SCRIPT_HOSTS[0], bothWays: false },
      { kind: 'slow', server: 'a', ms: 1500 },
    ),
  });
}

/** Most have one; three are rare. */
const someHosts = fc.oneof(
  { weight: 6, arbitrary: fc.constant(1) },
  { weight: 3, arbitrary: fc.constant(2) },
  { weight: 1, arbitrary: fc.constant(3) },
);

const BATCH = 50;

/** The same ones for the same seed. */
export function* scenarios(count: number, seed: number, hosts?: number): Generator<Scenario> {
  for (let made = 0; made < count; made += BATCH) {
    const numRuns = Math.min(BATCH, count - made);
    const arbitrary = hosts === undefined ? someHosts.chain(randomScenario) : randomScenario(hosts);
    yield* fc.sample(arbitrary, { numRuns, seed: seed * 100_003 + made });
  }
}

function randomScenario(hosts: number): fc.Arbitrary<Scenario> {
  const hostNames = SCRIPT_HOSTS.slice(0, hosts);
  return fc
    .constantFrom(['a', 'b', 'c'], ['a', 'b'], ['a', 'b', 'c', 'd'])
    .chain((names) =>
      fc.record({
        seed: fc.nat(1_000_000),
        servers: fc.tuple(...names.map((name) => serverPlan(name, names))),
        layout: mostly<Layout>('plain', 'writerReadsToo', 'monitored', 'monitoredMoves'),
        hosts: fc.constant(hosts),
        proxysqlCluster: hosts === 1 ? fc.constant(false) : fc.boolean(),
        intervalMs: fc.constantFrom(1000, 2000, 500),
        thinkMs: mostly(300, 120),
        semiSync: mostly(null, ...[1, 2].map((waitForReplicaCount) => ({ waitForReplicaCount, timeoutMs: 4000 }))),
        connectRetryMs: mostly(1000, 10_000, 60_000),
        retryCount: mostly(86_400, 10),
        writesPastProxysql: mostly(false, true),
        // An active host and a passive one.
        idleHosts: hosts === 2 ? mostly<readonly string[]>([], ...hostNames.map((one) => [one])) : fc.constant([]),
        stopsWritingAt: mostly<number | null>(null, 8000, 20_000),
        netTimeoutMs: mostly(5000, 60_000),
        heartbeatSeconds: mostly(30, 1),
        // Any is for who has one host.
        quorum: hosts === 1 ? mostly<QuorumMode>('any', 'majority') : fc.constant<QuorumMode>('majority'),
        recoveryPeriodBlockMs: mostly(0, 300_000),
        faults: fc
          .tuple(primaryFails(), fc.array(fault(names, hostNames), { maxLength: 6 }), mostly(true, false))
          .map(([first, others, fails]) => (fails ? [first, ...others] : others)),
        // Last: what is drawn before stays as it was.
        apart: splits(names, hostNames),
      }),
    )
    .map(({ apart, faults, ...scenario }) => ({ ...scenario, faults: [...faults, ...apart] }))
    .map(withPossibleTree);
}

/** A replica of a replica needs a source that logs what it applies. */
function withPossibleTree(scenario: Scenario): Scenario {
  const logs = new Set(scenario.servers.flatMap((one) => (one.logBin && one.logReplicaUpdates ? [one.name] : [])));
  const servers = scenario.servers.map((one) =>
    one.follows === null || logs.has(one.follows) ? one : { ...one, follows: 'a' },
  );
  return { ...scenario, servers };
}
