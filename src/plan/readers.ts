/** The steps that take reads from a replica which should not serve them, and give them back. */
import type { ActionOf } from '../diagnose/diagnosis.ts';
import type { ReaderTrouble } from '../diagnose/readers.ts';
import { isFailedPrimary, nameOf, setAsidePrimary } from '../diagnose/topology.ts';
import { type ClusterMemory, memoryOf, type SetAsideReplica } from '../observe/memory.ts';
import type { AnsweringServer, Observation } from '../observe/observation.ts';
import type { ServerRow } from '../proxysql/server-rows.ts';
import { configuredRows, effectiveRows, isOf, movedTo } from './hostgroups.ts';
import { type Plan, PROMOTES_NOBODY, type Stage, stage } from './steps.ts';
import type { StepTimeouts } from './steps-on-mysql.ts';
import { rememberStep, rewriteStep, saveStep, serversIn } from './steps-on-proxysql.ts';

/** Into quarantine; remembered first, or nobody would know that it may come out again. */
export function planSettingAside(
  observation: Observation,
  { primary, readers }: ActionOf<'setReadersAside'>,
  timeouts: StepTimeouts,
): Plan {
  const { cluster } = observation;
  const servers = readers.map(({ server }) => server);
  const rows = rowsToRewrite(observation, primary);
  const { quarantineHostgroup, readerHostgroup } = cluster;
  const rowsAfter = movedTo(quarantineHostgroup, readerHostgroup, rows, (row) => isOfAny(row, servers));
  const says = `send the reads of ${servers.map(nameOf).join(', ')} elsewhere`;
  const others = withoutThem(memoryOf(observation), servers);
  // One that was the primary, or was to be, comes back only when it follows.
  const aside = readers.map((one) => setAsidePrimary(observation, one.server) ?? asSetAside(one));
  const remembered = { ...others, setAside: [...others.setAside, ...aside] };
  return {
    says,
    ...PROMOTES_NOBODY,
    rowsBefore: rows,
    rowsAfter,
    memoryAfter: null,
    stages: [
      stage('remember', [
        rememberStep(
          'remember whose reads are sent elsewhere',
          remembered,
          observation.at,
          timeouts.statementTimeoutMs,
        ),
      ]),
      ...rewrite(observation, says, rowsAfter, timeouts),
    ],
  };
}

export function planReadmission(
  observation: Observation,
  { primary, readers }: ActionOf<'readmitReaders'>,
  timeouts: StepTimeouts,
): Plan {
  const { cluster } = observation;
  const rows = rowsToRewrite(observation, primary);
  const { quarantineHostgroup, readerHostgroup } = cluster;
  const rowsAfter = movedTo(readerHostgroup, quarantineHostgroup, rows, (row) => isOfAny(row, readers));
  const says = `let ${readers.map(nameOf).join(', ')} serve reads again`;
  return {
    says,
    ...PROMOTES_NOBODY,
    rowsBefore: rows,
    rowsAfter,
    memoryAfter: withoutThem(memoryOf(observation), readers),
    stages: rewrite(observation, says, rowsAfter, timeouts),
  };
}

/** The primary is a reader no more. */
export function planEndingReads(
  observation: Observation,
  { primary }: ActionOf<'endReadsOnPrimary'>,
  timeouts: StepTimeouts,
): Plan {
  const { readerHostgroup } = observation.cluster;
  const rows = rowsToRewrite(observation, primary);
  const rowsAfter = rows.filter((row) => row.hostgroup !== readerHostgroup || !isOf(row, primary.endpoints));
  const says = `send no more reads to ${nameOf(primary)}`;
  return {
    says,
    ...PROMOTES_NOBODY,
    rowsBefore: rows,
    rowsAfter,
    memoryAfter: { ...memoryOf(observation), readsOnPrimary: false },
    stages: rewrite(observation, says, rowsAfter, timeouts, readerHostgroup),
  };
}

/** Where ProxySQL's monitor still takes the primary for a reader, it must not lose its place as the writer in memory too. */
function rowsToRewrite({ cluster, memoryRows, runtimeRows }: Observation, primary: AnsweringServer): ServerRow[] {
  const isWriter = (rows: readonly ServerRow[]) =>
    rows.some((row) => row.hostgroup === cluster.writerHostgroup && isOf(row, primary.endpoints));
  const rows = effectiveRows(memoryRows, runtimeRows);
  return isWriter(memoryRows) && !isWriter(rows) ? configuredRows(memoryRows, runtimeRows) : rows;
}

/** Unless said otherwise quarantine is read back: it is outside of what ProxySQL's monitor moves. */
function rewrite(
  { cluster, memoryRows }: Observation,
  says: string,
  rowsAfter: readonly ServerRow[],
  timeouts: StepTimeouts,
  readBack = cluster.quarantineHostgroup,
): Stage[] {
  const left = serversIn(rowsAfter, readBack);
  return [
    stage('rewrite the hostgroups', [rewriteStep(says, cluster, memoryRows, rowsAfter, readBack)]),
    stage('save', [saveStep(cluster, left, timeouts.statementTimeoutMs, readBack)]),
  ];
}

function withoutThem(memory: ClusterMemory, servers: readonly AnsweringServer[]): ClusterMemory {
  const uuids = servers.map(({ facts }) => facts.serverUuid);
  return {
    ...memory,
    setAside: memory.setAside.filter((one) => !servers.some((server) => isFailedPrimary(server, one))),
    troubledReaders: memory.troubledReaders.filter(({ serverUuid }) => !uuids.includes(serverUuid)),
  };
}

function asSetAside({ server, kind }: ReaderTrouble): SetAsideReplica {
  const { endpoints, facts } = server;
  return { serverUuid: facts.serverUuid, endpoints, why: kind, mustHave: '', wellSince: null };
}

function isOfAny(row: ServerRow, servers: readonly AnsweringServer[]): boolean {
  return servers.some(({ endpoints }) => isOf(row, endpoints));
}
