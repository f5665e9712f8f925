/** From a scenario that breaks an invariant to a smaller one that breaks the same: fewer faults and servers, plainer settings. */
import { type Fault, type Happening, SCRIPT_HOSTS, type Scenario, type ServerPlan, type Split } from './scenario.ts';
import { simulate } from './simulation.ts';
import type { Violation } from './violation.ts';

/** Plainer versions of the scenario, the boldest first. */
function* plainer(scenario: Scenario): Generator<Scenario> {
  const { faults, servers } = scenario;
  for (const [index] of faults.entries()) yield { ...scenario, faults: faults.filter((_, other) => other !== index) };
  const last = servers.at(-1);
  if (servers.length > 2 && last !== undefined && !faults.some(({ what }) => concerns(what, last.name))) {
    yield { ...scenario, servers: servers.slice(0, -1) };
  }
  const lastHost = SCRIPT_HOSTS[scenario.hosts - 1];
  if (scenario.hosts > 1 && lastHost !== undefined && !faults.some(({ what }) => concerns(what, lastHost))) {
    yield { ...scenario, hosts: scenario.hosts - 1 };
  }
  yield { ...scenario, semiSync: null };
  yield { ...scenario, layout: 'plain' };
  yield { ...scenario, proxysqlCluster: false };
  yield { ...scenario, writesPastProxysql: false };
  yield { ...scenario, idleHosts: [] };
  yield { ...scenario, stopsWritingAt: null };
  yield { ...scenario, intervalMs: 1000 };
  yield { ...scenario, thinkMs: 300 };
  yield { ...scenario, connectRetryMs: 1000 };
  yield { ...scenario, retryCount: 86_400 };
  yield { ...scenario, netTimeoutMs: 5000 };
  for (const [index, server] of servers.entries()) {
    for (const plain of plainerServers(server)) yield { ...scenario, servers: servers.with(index, plain) };
  }
  for (const [index, fault] of faults.entries()) {
    for (const plain of plainerFaults(fault)) yield { ...scenario, faults: faults.with(index, plain) };
  }
  for (const seed of [0, 1, 2]) if (seed < scenario.seed) yield { ...scenario, seed };
}

function concerns(what: Happening, name: string): boolean {
  if (what.kind === 'cut') return [what.from, what.to].includes(name);
  if (what.kind === 'split') return [...what.one, ...what.other].includes(name);
  return 'server' in what ? what.server === name : what.host === name;
}

function* plainerServers(server: ServerPlan): Generator<ServerPlan> {
  if (server.follows !== null) yield { ...server, follows: 'a' };
  yield { ...server, startsReadOnly: true };
  yield { ...server, logBin: true };
  yield { ...server, logReplicaUpdates: true };
  yield { ...server, relayLogRecovery: false };
  yield { ...server, applyMs: 2 };
  yield { ...server, rule: 'neutral' };
}

function* plainerFaults(fault: Fault): Generator<Fault> {
  const { when, what } = fault;
  for (const forMs of [200, 1000, 3000, 8000]) if (forMs < fault.forMs) yield { ...fault, forMs };
  if ('at' in when) {
    for (const at of [3000, 4000, 6000, 10_000]) if (at < when.at) yield { ...fault, when: { at } };
  } else {
    if (when.plusMs > 0) yield { ...fault, when: { ...when, plusMs: 0 } };
    if (when.moment !== 'before') yield { ...fault, when: { ...when, moment: 'before' } };
  }
  if (what.kind === 'pauseVm') yield { ...fault, what: { ...what, kind: 'freeze' } };
  if (what.kind === 'vanish' || what.kind === 'freeze' || what.kind === 'diesForGood')
    yield { ...fault, what: { kind: 'crash', server: what.server } };
  if (what.kind === 'cut' && !what.bothWays) yield { ...fault, what: { ...what, bothWays: true } };
  if (what.kind === 'split') for (const plain of plainerSplits(what)) yield { ...fault, what: plain };
}

function* plainerSplits({ one, other }: Split): Generator<Happening> {
  const [from] = one;
  const [to] = other;
  if (one.length === 1 && other.length === 1 && from !== undefined && to !== undefined) {
    yield { kind: 'cut', from, to, bothWays: true };
  }
  if (one.length > 1) for (const [index] of one.entries()) yield { kind: 'split', one: one.toSpliced(index, 1), other };
  if (other.length > 1) {
    for (const [index] of other.entries()) yield { kind: 'split', one, other: other.toSpliced(index, 1) };
  }
}

/** Broken in the same way: the same invariant, by other servers and numbers. */
export function kindOf({ invariant, message }: Violation): string {
  const text = `${invariant}: ${message.split('\n')[0]}`;
  return text
    .replaceAll(/\b[a-d]\b/g, '?')
    .replaceAll(/db-[a-d]/g, 'db-?')
    .replaceAll(/\d+/g, '#');
}

export async function shrinkViolation(scenario: Scenario, violation: Violation): Promise<Scenario> {
  const kind = kindOf(violation);
  const breaksAlike = async (candidate: Scenario): Promise<boolean> => {
    const report = await simulate(candidate);
    return report.violation !== null && kindOf(report.violation) === kind;
  };
  let smallest = scenario;
  for (;;) {
    const next = await firstThat(plainer(smallest), JSON.stringify(smallest), breaksAlike);
    if (next === null) return smallest;
    smallest = next;
  }
}

async function firstThat(
  candidates: Iterable<Scenario>,
  known: string,
  holds: (scenario: Scenario) => Promise<boolean>,
): Promise<Scenario | null> {
  for (const candidate of candidates) {
    if (JSON.stringify(candidate) !== known && (await holds(candidate))) return candidate;
  }
  return null;
}
