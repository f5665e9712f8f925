/** The steps a plan takes on one MySQL server. */
import { nameOf, type Replica } from '../diagnose/topology.ts';
import { contains, type GtidSet } from '../mysql/gtid-set.ts';
import { type Endpoint, endpointName } from '../mysql/session.ts';
import {
  changeSource,
  followSource,
  MAKE_READ_ONLY,
  MAKE_WRITABLE,
  type ReceiverSettings,
  resetReplica,
  SELECT_APPLICATION_CONNECTIONS,
  SELECT_READ_ONLY,
  selectBusyAppliers,
  selectMissing,
  setSemiSync,
  showReplicaStatus,
  startApplier,
  startReceiver,
  startReplica,
  stopReceiver,
  stopReplica,
} from '../mysql/statements.ts';
import type { AnsweringServer, Channel } from '../observe/observation.ts';
import type { Step, Target } from './steps.ts';

export interface StepTimeouts {
  /** For statements that change a setting or stop a thread. */
  readonly statementTimeoutMs: number;
  /** For the candidate to apply everything it received. */
  readonly applyTimeoutMs: number;
  /** For a replica to connect to its new source. */
  readonly repointTimeoutMs: number;
  /** For a replica that is asked whether the primary is there: to connect to it. */
  readonly reconnectTimeoutMs: number;
}

export function onServer(server: AnsweringServer): Target {
  return { kind: 'mysql', server: nameOf(server), endpoint: server.endpoints[0] };
}

/**
 * Whether the primary is there is found out by connecting to it: a receiver that is connected goes on believing in a primary that is
 * frozen, or whose host has vanished, until replica_net_timeout (60 s) is over.
 */
export function askStep({ server, channel }: Replica, timeouts: StepTimeouts): Step {
  const { name, receiver, receiverWaits } = channel;
  return {
    says: `ask ${nameOf(server)} to connect to the primary anew`,
    on: onServer(server),
    statements: [
      ...(receiver === 'connected' || receiverWaits ? [stopReceiver(name)] : []),
      ...(receiver === 'connecting' && !receiverWaits ? [] : [startReceiver(name)]),
    ],
    timeoutMs: timeouts.statementTimeoutMs,
    verify: {
      query: showReplicaStatus(name),
      expect: { kind: 'receiverConnects' },
      withinMs: timeouts.reconnectTimeoutMs,
    },
    undo: [],
    ifItFails: 'isAnAnswer',
  };
}

/** From here on the replica receives nothing more, so that what it has is what it has. */
export function stopReceiverStep({ server, channel }: Replica, timeouts: StepTimeouts): Step {
  return {
    says: `stop the receiver of ${nameOf(server)}`,
    on: onServer(server),
    statements: [stopReceiver(channel.name)],
    timeoutMs: timeouts.statementTimeoutMs,
    verify: {
      query: showReplicaStatus(channel.name),
      expect: { kind: 'values', values: { Replica_IO_Running: 'No' } },
    },
    undo: [startReceiver(channel.name)],
    ifItFails: 'goOn',
  };
}

/** For a replica that an earlier run stopped. `startsApplier`: whether that run stopped its applier too. */
export function startReplicaStep({ server, channel }: Replica, startsApplier: boolean, timeouts: StepTimeouts): Step {
  return {
    says: `let ${nameOf(server)} replicate again`,
    on: onServer(server),
    statements: [
      ...(channel.receiver === 'stopped' ? [startReceiver(channel.name)] : []),
      ...(startsApplier ? startApplierIfStopped(channel) : []),
    ],
    timeoutMs: timeouts.repointTimeoutMs,
    verify: {
      query: showReplicaStatus(channel.name),
      expect: {
        kind: 'values',
        values: { Replica_IO_Running: 'Yes', ...(startsApplier ? { Replica_SQL_Running: 'Yes' } : {}) },
      },
    },
    undo: [],
    ifItFails: 'goOn',
  };
}

/** The candidate gets from the donor what only the donor received. */
export function fetchStep(candidate: Replica, donor: AnsweringServer, mustHave: GtidSet, timeouts: StepTimeouts): Step {
  const { server, channel } = candidate;
  return {
    says: `let ${nameOf(server)} fetch from ${nameOf(donor)} what only that one received`,
    on: onServer(server),
    statements: [
      ...(channel.receiver === 'stopped' ? [] : [stopReceiver(channel.name)]),
      changeSource(channel.name, donor.endpoints[0], channel.heartbeatSeconds),
      startReceiver(channel.name),
      ...startApplierIfStopped(channel),
    ],
    timeoutMs: timeouts.applyTimeoutMs,
    verify: {
      query: selectMissing(mustHave),
      expect: { kind: 'nothingMissing', column: 'missing' },
      threads: { query: showReplicaStatus(channel.name), receives: true },
    },
    undo: [stopReceiver(channel.name)],
    ifItFails: 'stop',
  };
}

/** RESET REPLICA throws the relay log away, so everything in it has to be applied first. */
export function applyStep({ server, channel }: Replica, mustHave: GtidSet, timeouts: StepTimeouts): Step {
  return {
    says: `let ${nameOf(server)} apply everything it received`,
    on: onServer(server),
    // One that has everything would begin with the transaction whose rest the source never sent.
    statements: contains(server.facts.gtidExecuted, mustHave) ? [] : startApplierIfStopped(channel),
    timeoutMs: timeouts.applyTimeoutMs,
    verify: {
      query: selectMissing(mustHave),
      expect: { kind: 'nothingMissing', column: 'missing' },
      threads: { query: showReplicaStatus(channel.name), receives: false },
    },
    undo: [],
    ifItFails: 'stop',
  };
}

function startApplierIfStopped(channel: Channel): string[] {
  return channel.applier === 'stopped' ? [startApplier(channel.name)] : [];
}

/** Whatever still reaches the server past ProxySQL can no longer write there; what was under way there is cut off. */
export function fenceStep(server: AnsweringServer, timeouts: StepTimeouts): Step {
  return {
    says: `make ${nameOf(server)} read-only`,
    on: onServer(server),
    kills: SELECT_APPLICATION_CONNECTIONS,
    statements: [...endWaitForReplicas(server), ...MAKE_READ_ONLY],
    timeoutMs: timeouts.statementTimeoutMs,
    verify: {
      query: SELECT_READ_ONLY,
      expect: { kind: 'values', values: { read_only: '1', super_read_only: '1' } },
    },
    undo: [],
    ifItFails: 'stop',
  };
}

/** read_only waits for commits that are under way, and those for replicas that follow another server by now. */
function endWaitForReplicas({ facts }: AnsweringServer): string[] {
  const { naming, waitingSessions } = facts.semiSync;
  return naming !== null && waitingSessions > 0 ? [setSemiSync(naming, false)] : [];
}

/**
 * It forgets its source first: a server that follows nobody looks like no replica to any other host, whenever it crashes, and from
 * there on there is only the way forward. RESET REPLICA ALL takes the channel's credentials with it, so that one that is given up after
 * it has to be told again whom to follow, and how. `channel` is null where the server follows no source.
 */
export function makeWritableStep(server: AnsweringServer, channel: Channel | null, timeouts: StepTimeouts): Step {
  return {
    says: `make ${nameOf(server)} the primary: it takes writes`,
    on: onServer(server),
    ...(channel === null ? {} : { killsMeanwhile: selectBusyAppliers(channel.name) }),
    statements: [
      // First: where this host stands still in the middle, what it has seen and its locks may be over.
      SET_DEADLINE,
      ...(channel === null ? [] : [stopReplica(channel.name), ...trial(server), resetReplica(channel.name)]),
      MAKE_WRITABLE_BY_THEN,
    ],
    timeoutMs: timeouts.statementTimeoutMs,
    verify: {
      query: SELECT_READ_ONLY,
      expect: { kind: 'values', values: { read_only: '0', super_read_only: '0' } },
    },
    undo: [...MAKE_READ_ONLY],
    ifItFails: 'stop',
  };
}

const [SET_DEADLINE, MAKE_WRITABLE_BY_THEN] = MAKE_WRITABLE;

/** Clients wait meanwhile. */
const LIVES_WITHIN_MS = 1000;

/** A server that has just been promoted may die of whatever killed the one before. */
export function stillWritableStep(server: AnsweringServer, says: string): Step {
  return {
    says,
    on: onServer(server),
    statements: [],
    timeoutMs: LIVES_WITHIN_MS,
    verify: {
      query: SELECT_READ_ONLY,
      expect: { kind: 'values', values: { read_only: '0', super_read_only: '0' } },
      withinMs: 0,
    },
    undo: [],
    ifItFails: 'stop',
  };
}

/** Changes nothing, and is refused where making it writable would be: then it shall still have its source. */
function trial({ facts }: AnsweringServer): readonly string[] {
  return facts.superReadOnly ? MAKE_READ_ONLY : [];
}

/** For a server that does not follow the source yet; `channel` is null where it has none. The walk fills in the password. */
export function rejoinStep(
  server: AnsweringServer,
  channel: Channel | null,
  source: AnsweringServer,
  user: string,
  settings: ReceiverSettings,
  timeouts: StepTimeouts,
): Step {
  const name = channel?.name ?? '';
  const [endpoint] = source.endpoints;
  return {
    says: `let ${nameOf(server)} follow ${endpointName(endpoint)}`,
    on: onServer(server),
    statements: [
      ...(channel === null ? [] : [stopReplica(name)]),
      followSource(name, endpoint, user, settings),
      startReplica(name),
    ],
    timeoutMs: timeouts.repointTimeoutMs,
    verify: {
      query: showReplicaStatus(name),
      expect: {
        kind: 'values',
        values: { Replica_IO_Running: 'Yes', Replica_SQL_Running: 'Yes', Source_UUID: source.facts.serverUuid },
      },
    },
    undo: [],
    ifItFails: 'stop',
  };
}

/** `startsApplier`: an earlier run stopped its applier. The receiver alone is stopped: with the applier running MySQL keeps what the relay log still holds. */
export function repointStep(
  { server, channel }: Replica,
  source: AnsweringServer,
  startsApplier: boolean,
  timeouts: StepTimeouts,
): Step {
  const endpoint: Endpoint = source.endpoints[0];
  return {
    says: `let ${nameOf(server)} follow ${endpointName(endpoint)}`,
    on: onServer(server),
    statements: [
      ...(channel.receiver === 'stopped' ? [] : [stopReceiver(channel.name)]),
      changeSource(channel.name, endpoint, channel.heartbeatSeconds),
      startReceiver(channel.name),
      ...(startsApplier ? startApplierIfStopped(channel) : []),
    ],
    timeoutMs: timeouts.repointTimeoutMs,
    verify: {
      query: showReplicaStatus(channel.name),
      expect: { kind: 'values', values: { Replica_IO_Running: 'Yes', Source_UUID: source.facts.serverUuid } },
      source: endpoint,
    },
    undo: [],
    ifItFails: 'goOn',
  };
}
