/** Whether ProxySQL sends writes where they can be done: what its writer hostgroup has at runtime, whatever memory says. */
import type { AnsweringServer, Observation, ObservedServer } from '../observe/observation.ts';
import type { ServerRow } from '../proxysql/server-rows.ts';
import { hasLasted } from './readers.ts';
import { isInWriterHostgroup, rowsOfServer } from './topology.ts';

export interface AmissWriters {
  /** The primary, where it is a writer in memory alone. */
  readonly notAtRuntime: AnsweringServer | null;
  /** Others that would get writes and take none. */
  readonly readOnly: readonly AnsweringServer[];
}

export function amissWriters(observation: Observation, primary: AnsweringServer): AmissWriters {
  const rows = writerRows(observation);
  const isServed = (row: ServerRow): boolean => row.status !== 'OFFLINE_SOFT' && row.weight > 0;
  const isMissing = isInWriterHostgroup(observation, primary) && rowsOfServer(rows, primary).length === 0;
  return {
    notAtRuntime: isMissing ? primary : null,
    readOnly: observation.servers.filter(
      (server): server is AnsweringServer =>
        isReadOnly(server) && server !== primary && rowsOfServer(rows, server).some(isServed),
    ),
  };
}

/** ProxySQL's monitor, where it moves servers, may put it right within a few seconds. */
export function haveStayedAmiss({ cluster, memory, replicationHostgroups, at }: Observation): boolean {
  const isMonitored = replicationHostgroups.some(({ writerHostgroup }) => writerHostgroup === cluster.writerHostgroup);
  return !isMonitored || hasLasted(memory?.writersAmissSince ?? null, at);
}

export function areAmiss({ notAtRuntime, readOnly }: AmissWriters): boolean {
  return notAtRuntime !== null || readOnly.length > 0;
}

function writerRows({ cluster, runtimeRows }: Observation): ServerRow[] {
  return runtimeRows.filter((row) => row.hostgroup === cluster.writerHostgroup);
}

function isReadOnly(server: ObservedServer): boolean {
  return server.answers && server.facts.readOnly;
}
