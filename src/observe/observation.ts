/** What was true at one moment, as plain data: ProxySQL's rows of one cluster and every MySQL server behind them. */
import type { Cluster } from '../config/cluster.ts';
import type { GtidSet } from '../mysql/gtid-set.ts';
import type { Endpoint, NoAnswerReason } from '../mysql/session.ts';
import type { ReceiverSettings, SemiSyncNaming, SemiSyncReplicaNaming } from '../mysql/statements.ts';
import type { Version } from '../mysql/version.ts';
import type { ServerRow } from '../proxysql/server-rows.ts';
import type { LastSeen } from './last-seen.ts';
import type { ClusterMemory } from './memory.ts';

export interface Observation {
  readonly cluster: Cluster;
  /** Wall clock when the look began, in ms since 1970. */
  readonly at: number;
  /** Rows of this cluster's three hostgroups in `mysql_servers`. */
  readonly memoryRows: readonly ServerRow[];
  /** The same in `runtime_mysql_servers`, without OFFLINE_HARD. */
  readonly runtimeRows: readonly ServerRow[];
  /** The same on disk. */
  readonly diskRows: readonly ServerRow[];
  /** In the writer hostgroups of other clusters, in memory or at runtime. */
  readonly writersElsewhere: readonly Endpoint[];
  /** At runtime in other hostgroups than the cluster's, of servers that somebody has deleted from `mysql_servers` and not loaded that yet. */
  readonly deletedElsewhere: readonly ServerRow[];
  /** All of `mysql_replication_hostgroups`: the pairs between which ProxySQL's monitor moves servers too. */
  readonly replicationHostgroups: readonly ReplicationHostgroups[];
  /** `proxysql_servers` is not empty: with ProxySQL Cluster others bring their rows here. */
  readonly hasPeers: boolean;
  readonly servers: readonly ObservedServer[];
  /** What the primary had when it was last seen; null where ProxySQL was restarted since, before anything was the matter. */
  readonly lastSeen: LastSeen | null;
  /** Of this host when the look began, in ms. */
  readonly hostUptime: number;
  /** What an earlier run left behind; null before the first. */
  readonly memory: ClusterMemory | null;
  /** The name under which that stands still; null where it is this cluster's. */
  readonly formerName: string | null;
}

export interface ReplicationHostgroups {
  readonly writerHostgroup: number;
  readonly readerHostgroup: number;
  readonly comment: string;
}

export type ObservedServer = AnsweringServer | SilentServer;

export interface AnsweringServer {
  readonly answers: true;
  /** Where it was asked; the first is the name ProxySQL uses, where ProxySQL knows it. */
  readonly endpoints: readonly [Endpoint, ...Endpoint[]];
  readonly facts: ServerFacts;
}

export interface SilentServer {
  readonly answers: false;
  readonly endpoints: readonly [Endpoint, ...Endpoint[]];
  /** Known from an earlier run or from a replica that was connected to it. */
  readonly serverUuid: string | null;
  readonly reason: NoAnswerReason;
  readonly message: string;
}

export interface ServerFacts {
  readonly serverUuid: string;
  readonly serverId: number;
  readonly version: Version;
  readonly versionText: string;
  /** Why this program cannot work with the server (MariaDB, Group Replication, ...); null where it can. */
  readonly unsupported: string | null;
  readonly uptimeSeconds: number;
  /** When its process started, by its own clock, in ms since 1970: the same as long as it is the same process. */
  readonly processStartedAt: number;
  /** replica_net_timeout: after so long without a word its receivers take their source for gone. */
  readonly netTimeoutSeconds: number;
  readonly readOnly: boolean;
  readonly superReadOnly: boolean;
  /** A person has made it read-only since it started: neither its my.cnf nor this program has. */
  readonly isReadOnlyByHand: boolean;
  /** CLONE INSTANCE FROM is overwriting it. */
  readonly isCloning: boolean;
  /** Then only accounts with CONNECTION_ADMIN or SUPER get in: no application, no replica. */
  readonly offlineMode: boolean;
  /** Since this program, on whichever host, made it writable; null where it is not, a person did, or its my.cnf. */
  readonly promotedSecondsAgo: number | null;
  /** Since a person made it writable; null where it is not, or nobody has since it started. */
  readonly madeWritableByHandSecondsAgo: number | null;
  readonly gtidMode: string;
  readonly gtidExecuted: GtidSet;
  readonly gtidPurged: GtidSet;
  readonly logBin: boolean;
  readonly logReplicaUpdates: boolean;
  readonly channels: readonly Channel[];
  readonly semiSync: SemiSync;
  readonly attachedReplicas: readonly AttachedReplica[];
}

/** One replication channel, from SHOW REPLICA STATUS. */
export interface Channel extends ReceiverSettings {
  readonly name: string;
  readonly source: Endpoint;
  /** Empty until the receiver connected for the first time. */
  readonly sourceUuid: string;
  /** Replica_IO_Running: Yes, Connecting, No. */
  readonly receiver: 'connected' | 'connecting' | 'stopped';
  /** THREAD_ID of the receiver where it is connected, another one after each START; null otherwise. */
  readonly receiverThread: number | null;
  /** It lost its source, or did not find it, and lets Connect_Retry seconds pass before it tries again. */
  readonly receiverWaits: boolean;
  /** It stopped by itself, after as many attempts in vain as SOURCE_RETRY_COUNT allows. */
  readonly receiverGaveUp: boolean;
  /** Last_IO_Errno; 0 where there is none. */
  readonly receiverErrno: number;
  readonly receiverError: string;
  /** Seconds since that error; null where there is none. */
  readonly receiverErrorSecondsAgo: number | null;
  readonly applier: 'running' | 'stopped';
  readonly applierError: string;
  /** Seconds_Behind_Source; null where MySQL says NULL. */
  readonly lagSeconds: number | null;
  /** SQL_Delay, in seconds. */
  readonly delaySeconds: number;
  /** Since the receiver last got a heartbeat or a transaction, as a rule no longer than its heartbeat period; null where it never did. */
  readonly heardSecondsAgo: number | null;
  readonly autoPosition: boolean;
  /** Its replication filters, as `Replicate_Ignore_Table = shop.audit`; empty where it applies everything. */
  readonly filters: readonly string[];
  /** Retrieved_Gtid_Set: received since the relay log was last set up, applied or not. */
  readonly retrieved: GtidSet;
}

export interface SemiSync {
  /** Null where the plugin of the source side is not installed. */
  readonly naming: SemiSyncNaming | null;
  /** The same of the replica's side. */
  readonly replicaNaming: SemiSyncReplicaNaming | null;
  readonly sourceEnabled: boolean;
  readonly sourceActive: boolean;
  readonly replicaEnabled: boolean;
  readonly waitForReplicaCount: number;
  /** rpl_semi_sync_source_timeout: a commit that has waited for so long ends the waiting of all. */
  readonly timeoutMs: number;
  /** rpl_semi_sync_source_wait_no_replica: it waits for the timeout also where fewer replicas are connected than have to confirm. */
  readonly waitsWithoutReplicas: boolean;
  /** Replicas that are connected to it and asked to confirm. */
  readonly clients: number;
  /** Commits that wait for a replica's acknowledgement right now. */
  readonly waitingSessions: number;
}

/** A replica as its source sees it: SHOW REPLICAS. */
export interface AttachedReplica {
  readonly serverUuid: string;
  /** `report_host`; empty where the replica does not set it. */
  readonly host: string;
  readonly port: number;
}
