/**
 * Observations that read like a story: servers are called `a` to `f`, `a` is the primary, all listen on port 3306 and their
 * server_uuid is their letter: `gtids('a:1-100')` are the first hundred transactions of `a`.
 */
import type { Cluster } from '../../src/config/cluster.ts';
import { type GtidSet, parseGtidSet } from '../../src/mysql/gtid-set.ts';
import type { Endpoint } from '../../src/mysql/session.ts';
import { parseVersion } from '../../src/mysql/version.ts';
import type { LastSeen } from '../../src/observe/last-seen.ts';
import {
  type ClusterMemory,
  emptyMemory,
  type FormerPrimary,
  type KnownServer,
  type SetAsideReplica,
  type UnfinishedRecovery,
} from '../../src/observe/memory.ts';
import type {
  AnsweringServer,
  Channel,
  Observation,
  ObservedServer,
  ReplicationHostgroups,
  ServerFacts,
  SilentServer,
} from '../../src/observe/observation.ts';
import type { ServerRow } from '../../src/proxysql/server-rows.ts';

export const WRITER = 10;
export const READER = 20;
export const QUARANTINE = 9010;
export const AT = Date.parse('2030-01-02T03:04:05.000Z');
/** This host's uptime then, in ms. */
export const UP = 1_000_000_000;

export const SHOP: Cluster = {
  name: 'shop',
  writerHostgroup: WRITER,
  readerHostgroup: READER,
  quarantineHostgroup: QUARANTINE,
  promotionRules: {},
};

export function at(name: string): Endpoint {
  return { host: name, port: 3306 };
}

export function uuid(name: string): string {
  return '8-4-4-4-12'.replace(/\d+/g, (length) => name.repeat(Number(length)));
}

export function known(name: string): KnownServer {
  return { ...at(name), serverUuid: uuid(name) };
}

/** A GTID set, with a letter for a server's UUID: `a:1-10:tag:1, b:1`. */
export function gtids(text: string): GtidSet {
  return parseGtidSet(text.replace(/(?<![\w:-])[a-f](?=:)/g, uuid));
}

type Facts = Partial<Omit<ServerFacts, 'channels'>>;

export interface ServerStory extends Facts {
  /** `@@version`, parsed as well. */
  readonly runs?: string;
  readonly channels?: readonly Channel[];
  readonly knownAs?: readonly [Endpoint, ...Endpoint[]];
}

function answering(name: string, story: ServerStory, defaults: Partial<ServerFacts>): AnsweringServer {
  const { runs = '8.4.6', knownAs = [at(name)], uptimeSeconds = 1_000_000, ...facts } = story;
  return {
    answers: true,
    endpoints: knownAs,
    facts: {
      serverUuid: uuid(name),
      serverId: name.charCodeAt(0),
      version: parseVersion(runs) ?? { major: 0, minor: 0, patch: 0 },
      versionText: runs,
      unsupported: null,
      readOnly: true,
      superReadOnly: true,
      isReadOnlyByHand: false,
      isCloning: false,
      offlineMode: false,
      promotedSecondsAgo: null,
      madeWritableByHandSecondsAgo: null,
      gtidMode: 'ON',
      gtidExecuted: gtids('a:1-100'),
      uptimeSeconds,
      processStartedAt: AT - uptimeSeconds * 1000,
      netTimeoutSeconds: 60,
      gtidPurged: gtids(''),
      logBin: true,
      logReplicaUpdates: true,
      channels: [],
      semiSync: {
        naming: null,
        replicaNaming: null,
        sourceEnabled: false,
        sourceActive: false,
        replicaEnabled: false,
        waitForReplicaCount: 0,
        timeoutMs: 10_000,
        waitsWithoutReplicas: true,
        clients: 0,
        waitingSessions: 0,
      },
      attachedReplicas: [],
      ...defaults,
      ...facts,
    },
  };
}

/** A server that takes writes. */
export function primary(name: string, story: ServerStory = {}): AnsweringServer {
  return answering(name, story, { readOnly: false, superReadOnly: false });
}

export interface ReplicaStory extends ServerStory {
  /** The source, `a` unless said otherwise. */
  readonly of?: string;
  readonly channel?: Partial<Channel>;
}

export function channelTo(source: string, story: Partial<Channel> = {}): Channel {
  return {
    name: '',
    source: at(source),
    sourceUuid: uuid(source),
    receiver: 'connected',
    receiverThread: null,
    receiverWaits: false,
    receiverGaveUp: false,
    receiverErrno: 0,
    receiverError: '',
    receiverErrorSecondsAgo: null,
    applier: 'running',
    applierError: '',
    lagSeconds: 0,
    delaySeconds: 0,
    autoPosition: true,
    filters: [],
    heartbeatSeconds: 30,
    heardSecondsAgo: null,
    connectRetrySeconds: 1,
    retryCount: 86_400,
    tls: {},
    retrieved: gtids(''),
    ...story,
  };
}

/** What a receiver shows that stopped by itself. */
export const GAVE_UP: Partial<Channel> = {
  receiver: 'stopped',
  receiverGaveUp: true,
  receiverErrno: 2003,
  receiverError: 'Error reconnecting to source. This was attempt 10/10',
  receiverErrorSecondsAgo: 90,
};

/** A read-only server whose receiver is connected. */
export function replica(name: string, { of = 'a', channel = {}, ...story }: ReplicaStory = {}): AnsweringServer {
  return answering(name, story, { channels: [channelTo(of, channel)] });
}

/** A replica that lost its source: its receiver tries and fails. */
export function orphan(name: string, { channel = {}, ...story }: ReplicaStory = {}): AnsweringServer {
  const lost = {
    receiver: 'connecting',
    receiverWaits: true,
    receiverErrno: 2003,
    receiverError: 'Error connecting to source',
    receiverErrorSecondsAgo: 0,
    lagSeconds: null,
  } as const;
  return replica(name, { ...story, channel: { ...lost, ...channel } });
}

/** A read-only server that follows nobody. */
export function lonely(name: string, story: ServerStory = {}): AnsweringServer {
  return answering(name, story, {});
}

/** Nothing answers there. */
export function dead(name: string, story: Partial<SilentServer> = {}): SilentServer {
  return {
    answers: false,
    endpoints: [at(name)],
    serverUuid: uuid(name),
    reason: 'refused',
    message: `connect ECONNREFUSED ${name}:3306`,
    ...story,
  };
}

export function row(hostgroup: number, name: string, story: Partial<ServerRow> = {}): ServerRow {
  return {
    hostgroup,
    hostname: name,
    port: 3306,
    gtidPort: 0,
    status: 'ONLINE',
    weight: 1,
    compression: 0,
    maxConnections: 1000,
    maxReplicationLag: 0,
    useSsl: 0,
    maxLatencyMs: 0,
    comment: '',
    ...story,
  };
}

export interface ObservationStory {
  readonly servers: readonly ObservedServer[];
  /** `mysql_servers`; unless given, `a` is the writer and every other server a reader. */
  readonly rows?: readonly ServerRow[];
  /** `runtime_mysql_servers`; unless given, the same. */
  readonly runtime?: readonly ServerRow[];
  /** `disk.mysql_servers`, which is read while a failover is unfinished; unless given, empty. */
  readonly disk?: readonly ServerRow[];
  readonly cluster?: Partial<Cluster>;
  /** In the writer hostgroups of other clusters; unless given, nobody. */
  readonly writersElsewhere?: readonly Endpoint[];
  /** Unless given, none. */
  readonly deletedElsewhere?: readonly ServerRow[];
  readonly replicationHostgroups?: readonly ReplicationHostgroups[];
  /** With ProxySQL Cluster; unless given, without. */
  readonly hasPeers?: boolean;
  readonly lastSeen?: LastSeen | null;
  readonly memory?: Partial<ClusterMemory> | null;
}

export function anObservation({
  servers,
  rows,
  runtime,
  disk = [],
  cluster = {},
  writersElsewhere = [],
  deletedElsewhere = [],
  replicationHostgroups = [],
  hasPeers = false,
  lastSeen = null,
  memory,
}: ObservationStory): Observation {
  const memoryRows =
    rows ?? servers.map(({ endpoints: [{ host }] }) => (host === 'a' ? row(WRITER, host) : row(READER, host)));
  return {
    cluster: { ...SHOP, ...cluster },
    at: AT,
    hostUptime: UP,
    memoryRows,
    runtimeRows: runtime ?? memoryRows,
    diskRows: disk,
    writersElsewhere,
    deletedElsewhere,
    replicationHostgroups,
    hasPeers,
    servers,
    lastSeen,
    memory: memory == null ? null : { ...emptyMemory('shop'), ...memory },
    formerName: null,
  };
}

/** How a primary waits for its replicas, as MySQL does unless told otherwise. */
export const SEMI_SYNC = { waitForReplicaCount: 1, timeoutMs: 10_000, waitsWithoutReplicas: true } as const;
/** As it is remembered. */
export const WAITING = { ...SEMI_SYNC, isActive: true, unknownReplicas: 0 } as const;

/** A channel that this program stopped. */
export const HALTED = { receiver: 'stopped', applier: 'stopped' } as const;

/** The rows where `a` has failed and nobody is in its place yet. */
export const QUARANTINED = [row(QUARANTINE, 'a'), row(READER, 'b'), row(READER, 'c')];
/** The same, and a person has told it to stay there. */
export const KEPT_OUT = [row(QUARANTINE, 'a', { status: 'OFFLINE_SOFT' }), row(READER, 'b'), row(READER, 'c')];
/** Where `b` is in its place. */
export const SUCCESSION = [row(QUARANTINE, 'a'), row(WRITER, 'b'), row(READER, 'c')];

/** Remembered of a cluster of three that was well: `a` is the primary. */
export const THREE = { primary: known('a'), servers: ['a', 'b', 'c'].map(known) };

/** Remembered of a primary that failed and is in quarantine. */
export function formerly(name: string, story: Partial<FormerPrimary> = {}): FormerPrimary {
  return {
    serverUuid: uuid(name),
    endpoints: [at(name)],
    why: 'formerPrimary',
    asideAtUptime: null,
    triedAt: null,
    ...story,
  };
}

/** Remembered of a replica whose reads go elsewhere. */
export function aside(name: string, story: Partial<SetAsideReplica> = {}): SetAsideReplica {
  return { serverUuid: uuid(name), endpoints: [at(name)], why: 'lags', mustHave: '', wellSince: null, ...story };
}

/** A failover of `a` that an earlier run began. */
export function aRecovery(story: Partial<UnfinishedRecovery> = {}): UnfinishedRecovery {
  return {
    id: 'shop-2030-01-02T03:04:00.000Z',
    startedAt: AT - 5000,
    diagnosis: 'deadPrimary',
    failedPrimary: { serverUuid: uuid('a'), endpoints: [at('a')] },
    rowsBefore: [row(WRITER, 'a'), row(READER, 'b'), row(READER, 'c')],
    promoting: null,
    takesWrites: false,
    passedOver: [],
    stillApplying: [],
    unstoppable: [],
    semiSyncBefore: [],
    loss: null,
    isOrdered: false,
    downAtUptime: null,
    isUntold: false,
    received: '',
    isPlannedChange: false,
    ...story,
  };
}
