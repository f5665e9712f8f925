/** Servers that take writes and should not. */
import { followsAny, isFailedPrimary, nameOf, writableServers } from '../diagnose/topology.ts';
import { asFormerPrimary, memoryOf } from '../observe/memory.ts';
import type { AnsweringServer, Observation } from '../observe/observation.ts';
import type { ServerRow } from '../proxysql/server-rows.ts';
import { configuredRows, effectiveRows, isOf, rowsWithout, withoutWriters } from './hostgroups.ts';
import { type Plan, PROMOTES_NOBODY, type Step, stage, stages } from './steps.ts';
import { fenceStep, type StepTimeouts } from './steps-on-mysql.ts';
import { rememberStep, rewriteStep, saveStep, writersIn } from './steps-on-proxysql.ts';

/** Out of the writer hostgroup first, then read-only: a replica goes on serving reads, what follows nobody goes into quarantine. */
export function planFencing(
  observation: Observation,
  servers: readonly AnsweringServer[],
  timeouts: StepTimeouts,
): Plan {
  return withdrawing(observation, servers, `make ${servers.map(nameOf).join(', ')} read-only`, timeouts, true);
}

/** Nobody can tell which is the primary: writes stop going to any of them, until a person has decided. */
export function planWithdrawal(
  observation: Observation,
  writers: readonly AnsweringServer[],
  timeouts: StepTimeouts,
): Plan {
  const says = `send no writes to ${writers.map(nameOf).join(', ')}, until a person makes one of them the writer and the others read-only`;
  return withdrawing(observation, writers, says, timeouts, false);
}

function withdrawing(
  observation: Observation,
  servers: readonly AnsweringServer[],
  says: string,
  timeouts: StepTimeouts,
  fences: boolean,
): Plan {
  const { cluster, memoryRows, runtimeRows } = observation;
  const now = effectiveRows(memoryRows, runtimeRows);
  const isTheirs = (row: ServerRow) => servers.some((server) => isOf(row, server.endpoints));
  const moves = now.some((row) => isTheirs(row) && row.hostgroup === cluster.writerHostgroup);
  const theirs = servers.flatMap((server) => {
    const own = now.filter((row) => isOf(row, server.endpoints));
    const staysReader = fences && followsAny(observation, server);
    return staysReader ? withoutWriters(own, cluster) : rowsWithout(server.endpoints, own, cluster);
  });
  const isServed = writableServers(observation).some(
    (server) =>
      !servers.includes(server) &&
      runtimeRows.some((row) => row.hostgroup === cluster.writerHostgroup && isOf(row, server.endpoints)),
  );
  // The others keep the place they are meant to have: ProxySQL's monitor may have taken the primary for a reader by now. Where it has made
  // another one the writer, which takes writes, that one keeps its place; and where nobody knows the primary, no older row names it.
  const others = isServed || !fences ? now : configuredRows(memoryRows, runtimeRows);
  const rowsAfter = moves ? [...others.filter((row) => !isTheirs(row)), ...theirs] : now;
  const names = servers.map(nameOf).join(', ');
  const isNewIn = (row: ServerRow) => row.hostgroup === cluster.quarantineHostgroup && !now.includes(row);
  const aside = servers.filter(({ endpoints }) => rowsAfter.some((row) => isNewIn(row) && isOf(row, endpoints)));
  return {
    says,
    ...PROMOTES_NOBODY,
    rowsBefore: now,
    rowsAfter,
    memoryAfter: null,
    stages: stages([
      // Who it puts into quarantine may follow the primary and come out again by itself.
      stage('remember', fences && aside.length > 0 ? [rememberAside(observation, aside, timeouts)] : []),
      stage(
        'withdraw',
        moves ? [rewriteStep(`take ${names} out of the writer hostgroup`, cluster, memoryRows, rowsAfter)] : [],
      ),
      stage('save', moves ? [saveStep(cluster, writersIn(rowsAfter, cluster), timeouts.statementTimeoutMs)] : []),
      {
        ...stage('fence', fences ? servers.map((server) => fenceStep(server, timeouts)) : []),
        thenLookAgain: 'always',
      },
    ]),
  };
}

function rememberAside(observation: Observation, servers: readonly AnsweringServer[], timeouts: StepTimeouts): Step {
  const memory = memoryOf(observation);
  const others = memory.setAside.filter((one) => !servers.some((server) => isFailedPrimary(server, one)));
  const added = servers.map(({ facts, endpoints }) =>
    asFormerPrimary({ serverUuid: facts.serverUuid, endpoints }, observation.hostUptime),
  );
  const remembered = { ...memory, setAside: [...others, ...added] };
  return rememberStep('remember who is put into quarantine', remembered, observation.at, timeouts.statementTimeoutMs);
}
