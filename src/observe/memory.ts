/**
 * What one run leaves for the next: a row a cluster in `disk.proxysql_failover_state`, where it survives a restart of
 * ProxySQL and a person can read it with any admin client.
 */
import type { Cluster } from '../config/cluster.ts';
import { type Endpoint, endpointName, type Row } from '../mysql/session.ts';
import type { ReceiverSettings } from '../mysql/statements.ts';
import { quoteAdmin } from '../proxysql/quote.ts';
import type { ServerRow } from '../proxysql/server-rows.ts';
import type { LastSeen } from './last-seen.ts';
import { isWritten } from './memory-shape.ts';
import type { SemiSync } from './observation.ts';

export interface ClusterMemory {
  readonly cluster: string;
  /** The server last seen healthy as the primary. */
  readonly primary: KnownServer | null;
  /** When that server's process started, by its own clock, in ms since 1970; null where it was not seen writable yet. */
  readonly primaryStartedAt: number | null;
  /** A person had made that server read-only when it was last seen: a restart is no reason to make it writable. */
  readonly primaryWasReadOnly: boolean;
  /** Nobody answered as the primary at the last look: how its replicas did was not seen. */
  readonly primaryWasSilent: boolean;
  /** server_uuid of those that were connected to it when it was last seen healthy. */
  readonly followers: readonly string[];
  /** Who was connected to one of these, or farther down, when it was last seen healthy; also its own channels, connected or not. */
  readonly farther: readonly FartherReplica[];
  /** What that server had when it was last seen, kept here while it is in trouble: a restart of ProxySQL forgets it otherwise. */
  readonly lastSeen: LastSeen | null;
  /** How that server's commits were to wait for replicas when it was last seen healthy; null where they were not. */
  readonly semiSync: SemiSyncWaiting | null;
  /** How a primary that failed waited, until its successor waits so again; null where there is nothing to bring back. */
  readonly semiSyncToRestore: SemiSyncToRestore | null;
  /** Every server of the last healthy look, also those that ProxySQL does not know. */
  readonly servers: readonly KnownServer[];
  /** The trouble that was said last, so that a lasting one is not said every second; null while healthy. */
  readonly condition: LastingCondition | null;
  /** server_uuid of those whose receiver this program stopped and has not seen connected since. */
  readonly halted: readonly string[];
  /** server_uuid of those whose applier it stopped too and has not seen running since: servers that were to be promoted. */
  readonly haltedAppliers: readonly string[];
  /** Replicas that were asked to connect anew to a primary that this host could not reach. */
  readonly asked: readonly AskedReplica[];
  /** server_uuid of those this program began to promote and gave up, until each is seen read-only: the order may arrive late. */
  readonly givenUp: readonly string[];
  /** Servers that this program put into quarantine, as long as ProxySQL has them there: only these come out by themselves. */
  readonly setAside: readonly SetAside[];
  /** Readers in trouble, and since when: trouble that passes moves nobody. */
  readonly troubledReaders: readonly TroubledReader[];
  /** The primary serves reads too, as no other reader was left when it was promoted. */
  readonly readsOnPrimary: boolean;
  /**
   * Wall clock, ms since 1970, since when the writer hostgroup at runtime lacks the primary or has another that takes no writes; null where
   * it is as it should be.
   */
  readonly writersAmissSince: number | null;
  /** The same since when the primary is in no writer hostgroup at all; null where it is in one. */
  readonly primaryOutSince: number | null;
  /** server_uuid of those in quarantine whom neither this program nor another host has put there. */
  readonly strangers: readonly string[];
  /** How the primary's replicas connect to it, for a server that is to follow it too; null before the first was seen. */
  readonly receiverSettings: ReceiverSettings | null;
  /** A failover that a run began and no run has finished yet. */
  readonly recovery: UnfinishedRecovery | null;
  /** Those of the last day that were finished, oldest first: they hold up the next one until a person has acknowledged them. */
  readonly finished: readonly FinishedRecovery[];
}

export interface KnownServer extends Endpoint {
  readonly serverUuid: string;
}

export interface FartherReplica {
  readonly serverUuid: string;
  readonly sourceUuid: string;
}

export interface SemiSyncWaiting extends Pick<SemiSync, 'waitForReplicaCount' | 'timeoutMs' | 'waitsWithoutReplicas'> {
  /** Whether they did; after rpl_semi_sync_source_timeout they do not until enough replicas are back. */
  readonly isActive: boolean;
  /** So many replicas that this program knows no way to confirmed too. */
  readonly unknownReplicas: number;
}

export interface SemiSyncToRestore {
  readonly waitForReplicaCount: number;
  /** As the failover has left it on the new primary: where it is otherwise by now, a person has changed it. Null until that was seen. */
  readonly left: (Pick<SemiSync, 'sourceEnabled' | 'waitForReplicaCount'> & { readonly serverUuid: string }) | null;
}

export interface AskedReplica {
  readonly serverUuid: string;
  /** Wall clock, ms since 1970. */
  readonly at: number;
  /** Of its receiver, where that was connected when it was asked: if it still has it, it has not looked. */
  readonly receiverThread: number | null;
}

interface LastingCondition {
  readonly diagnosis: string;
  /** Wall clock, ms since 1970. */
  readonly since: number;
  readonly lastSaid: number;
}

export interface UnfinishedRecovery {
  /** The row of the history table. */
  readonly id: string;
  /** Wall clock, ms since 1970. */
  readonly startedAt: number;
  readonly diagnosis: string;
  readonly failedPrimary: FailedPrimary;
  /** The cluster's rows before the first change: where the roles' weights come from. */
  readonly rowsBefore: readonly ServerRow[];
  /** The server that was made writable, or is about to be; null before the choice. */
  readonly promoting: KnownServer | null;
  /** A run has seen that one take writes, and could not go on: it is not given up when it falls silent. */
  readonly takesWrites: boolean;
  /** That one was told to take writes, or is about to be; it may never have said whether it does. */
  readonly isOrdered: boolean;
  /** This host's uptime in ms at the last look, if its port was refused at every look since it was told; null where it was not, or answered. */
  readonly downAtUptime: number | null;
  /** That one failed before it was told to take writes: it has taken none. */
  readonly isUntold: boolean;
  /** server_uuid of those that could not be made the primary, in the order in which they were tried: their equals come before them. */
  readonly passedOver: readonly string[];
  /** Those of them that were still applying what they received, or fetching: once one has everything it is behind nobody any more. */
  readonly stillApplying: readonly string[];
  /** Those whose receiver could not be stopped, and when that was tried last (wall clock, ms since 1970). */
  readonly unstoppable: readonly { readonly serverUuid: string; readonly at: number }[];
  /** Those it has chosen, and whether semi-sync was on there as a source before it turned that on or off. */
  readonly semiSyncBefore: readonly { readonly serverUuid: string; readonly sourceEnabled: boolean }[];
  /** A GTID set: everything that was seen on a replica since it began, also on one that is silent by now. */
  readonly received: string;
  /** What the failover loses, in a sentence; null before the choice. */
  readonly loss: string | null;
  /** Somebody has changed primaries on purpose, and the old one follows the new one: nothing failed. */
  readonly isPlannedChange: boolean;
}

export interface FinishedRecovery {
  /** The row of the history table. */
  readonly id: string;
  /** Wall clock, ms since 1970. */
  readonly endedAt: number;
  /** `host:port`, for people. */
  readonly oldPrimary: string;
  readonly newPrimary: string;
  /** Wall clock, ms since 1970; null until `proxysql-failover acknowledge`. */
  readonly acknowledgedAt: number | null;
}

export interface FailedPrimary {
  readonly serverUuid: string | null;
  /** Every name it goes by; the first is for people. */
  readonly endpoints: readonly [Endpoint, ...Endpoint[]];
}

export type SetAside = FormerPrimary | SetAsideReplica;

/** A primary that failed, or a server that was given up after it may have forgotten its source; it does not follow the primary. */
export interface FormerPrimary extends FailedPrimary {
  readonly why: 'formerPrimary';
  /** This host's uptime when it was replaced or given up, in ms; null where that was not written down. */
  readonly asideAtUptime: number | null;
  /** Wall clock, ms since 1970, when a run last told it to follow; null before the first time. */
  readonly triedAt: number | null;
}

/** A replica like any other, but for its reads, which go elsewhere. */
export interface SetAsideReplica extends FailedPrimary {
  readonly why: 'catchesUp' | 'doesNotReplicate' | 'lags';
  /** A GTID set: what a former primary must have executed before it serves reads again. */
  readonly mustHave: string;
  /** Wall clock, ms since 1970, since when nothing is wrong with it; null while something is. */
  readonly wellSince: number | null;
}

export interface TroubledReader {
  readonly serverUuid: string;
  /** Wall clock, ms since 1970. */
  readonly since: number;
  /** Wall clock, ms since 1970; null while the trouble lasts. */
  readonly endedAt: number | null;
}

/** Nobody has told it to follow yet. */
export function asFormerPrimary({ serverUuid, endpoints }: FailedPrimary, asideAtUptime: number): FormerPrimary {
  return { serverUuid, endpoints, why: 'formerPrimary', asideAtUptime, triedAt: null };
}

/** The memory with the server that its recovery has chosen among those given up, unless it is `kept`, or was never told: it may have forgotten its source. */
export function givingUpChosen(memory: ClusterMemory, kept: string | null, hostUptime: number): ClusterMemory {
  const { givenUp, setAside, recovery } = memory;
  const isKept = (serverUuid: string | null): boolean => serverUuid === kept;
  const chosen = recovery?.promoting ?? null;
  if (chosen === null || recovery?.isUntold || isKept(chosen.serverUuid)) {
    return { ...memory, givenUp: givenUp.filter((serverUuid) => !isKept(serverUuid)) };
  }
  const { host, port, serverUuid } = chosen;
  const isKnown = setAside.some((one) => one.serverUuid === serverUuid);
  return {
    ...memory,
    givenUp: [...new Set([...givenUp, serverUuid])].filter((one) => !isKept(one)),
    setAside: isKnown
      ? setAside
      : [...setAside, asFormerPrimary({ serverUuid, endpoints: [{ host, port }] }, hostUptime)],
  };
}

export function emptyMemory(cluster: string): ClusterMemory {
  return {
    cluster,
    primary: null,
    primaryStartedAt: null,
    primaryWasReadOnly: false,
    primaryWasSilent: false,
    followers: [],
    farther: [],
    lastSeen: null,
    semiSync: null,
    semiSyncToRestore: null,
    servers: [],
    condition: null,
    halted: [],
    haltedAppliers: [],
    asked: [],
    givenUp: [],
    setAside: [],
    troubledReaders: [],
    readsOnPrimary: false,
    writersAmissSince: null,
    primaryOutSince: null,
    strangers: [],
    receiverSettings: null,
    recovery: null,
    finished: [],
  };
}

/** What is remembered of the cluster; nothing yet before the first run. */
export function memoryOf({
  cluster,
  memory,
}: {
  readonly cluster: Cluster;
  readonly memory: ClusterMemory | null;
}): ClusterMemory {
  return memory ?? emptyMemory(cluster.name);
}

/** The column `memory` is for the next run, the others are for people; a later version finds room in it for what it adds. */
export const CREATE_STATE_TABLE =
  'CREATE TABLE IF NOT EXISTS disk.proxysql_failover_state (cluster VARCHAR PRIMARY KEY NOT NULL, updated_at VARCHAR NOT NULL, ' +
  'primary_server VARCHAR, diagnosis VARCHAR, diagnosis_since VARCHAR, unfinished_recovery VARCHAR, memory VARCHAR NOT NULL)';

export const SELECT_MEMORIES = 'SELECT cluster, unfinished_recovery, memory FROM disk.proxysql_failover_state';

/** One statement, so that a killed run leaves the old row or the new one. `at`: wall clock in ms since 1970. */
export function replaceMemory(memory: ClusterMemory, at: number): string {
  const { cluster, primary, condition, recovery } = memory;
  const values = [
    cluster,
    isoTime(at),
    primary === null ? null : endpointName(primary),
    condition?.diagnosis ?? null,
    condition === null ? null : isoTime(condition.since),
    recovery?.id ?? null,
    JSON.stringify(memory),
  ];
  const literals = values.map((value) => (value === null ? 'NULL' : quoteAdmin(value)));
  return (
    'INSERT OR REPLACE INTO disk.proxysql_failover_state (cluster, updated_at, primary_server, diagnosis, diagnosis_since, ' +
    `unfinished_recovery, memory) VALUES (${literals.join(', ')})`
  );
}

/** What was remembered under one name stands under another from then on. */
export function renameMemory(from: string, to: string): string {
  return `UPDATE disk.proxysql_failover_state SET cluster = ${quoteAdmin(to)} WHERE cluster = ${quoteAdmin(from)}`;
}

function isoTime(at: number): string {
  return new Date(at).toISOString();
}

/** The message says what to do. */
export class UnreadableMemory extends Error {}

/** Of a source nobody has asked how long it waits. */
const UNKNOWN_SEMI_SYNC = {
  waitForReplicaCount: 1,
  timeoutMs: 0,
  waitsWithoutReplicas: false,
  isActive: true,
  unknownReplicas: 0,
};

/** Of a failover that an earlier version began. */
const UNKNOWN_YET = {
  takesWrites: false,
  isOrdered: false,
  downAtUptime: null,
  isUntold: false,
  received: '',
  passedOver: [],
  stillApplying: [],
  unstoppable: [],
  semiSyncBefore: [],
  loss: null,
  isPlannedChange: false,
};

/**
 * Reads back what `replaceMemory` wrote.
 * @throws UnreadableMemory where somebody has edited the JSON into something else.
 */
export function parseMemory(row: Row): ClusterMemory {
  const cluster = row.cluster ?? '';
  try {
    const written: unknown = JSON.parse(row.memory ?? '');
    if (!isWritten(written)) throw new Error('it is not what this program writes');
    const { recovery = null, semiSync = null, asked = [], setAside = [], troubledReaders = [], ...rest } = written;
    return {
      ...emptyMemory(cluster),
      ...rest,
      // A person may have renamed the cluster in the table.
      cluster,
      semiSync: semiSync === null ? null : { ...UNKNOWN_SEMI_SYNC, ...semiSync },
      asked: asked.map((one) => ({ ...one, receiverThread: one.receiverThread ?? null })),
      setAside: setAside.map((one) =>
        one.why === 'formerPrimary' ? { ...one, asideAtUptime: one.asideAtUptime ?? null } : one,
      ),
      troubledReaders: troubledReaders.map((one) => ({ ...one, endedAt: one.endedAt ?? null })),
      recovery: recovery === null ? null : { ...UNKNOWN_YET, ...recovery },
    };
  } catch {
    throw new UnreadableMemory(
      `disk.proxysql_failover_state: the memory of cluster '${cluster}' cannot be read; delete its row, and the next run starts from what it sees`,
    );
  }
}
