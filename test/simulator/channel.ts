/** A replication channel: the receiver that fetches from a source by GTID auto-position, the relay log, the applier. */
import { contains, EMPTY_GTID_SET, type GtidSet, subtract } from '../../src/mysql/gtid-set.ts';
import type { Endpoint } from '../../src/mysql/session.ts';
import { DumpConnection } from './dump-connection.ts';
import type { ModelServer } from './mysql-server.ts';
import { has, type Transaction, withTransaction } from './transactions.ts';

export interface ChannelSettings {
  readonly connectRetryMs: number;
  readonly retryCount: number;
  /** replica_net_timeout: so long a receiver believes in a source from which nothing comes. */
  readonly netTimeoutMs: number;
  readonly delayMs: number;
}

/** How often a connection attempt that hangs is looked at again; it fails after the net timeout. */
const HANGING_PAUSE_MS = 250;
/** Stopping a receiver in the middle of an attempt that hangs took 2 s on a real server. */
const STOP_HANGING_MS = 2000;
/** An attempt that is this old has met something. */
const TRIED_AFTER_MS = 150;

export class ModelChannel {
  readonly name: string;
  readonly server: ModelServer;
  readonly settings: ChannelSettings;
  source: Endpoint;
  sourceUuid = '';
  heartbeatSeconds = 30;
  thread: 'stopped' | 'connecting' | 'connected' = 'stopped';
  errno = 0;
  error = '';
  private erredAt: number | null = null;
  connection: DumpConnection | null = null;
  isApplying = false;
  /** Received and not applied, in order. */
  relay: Transaction[] = [];
  retrieved: GtidSet = EMPTY_GTID_SET;
  /** Since the receiver was started: it had a connection and lost it, or an attempt failed. */
  private failed = false;
  private attempts = 0;
  private threadId = 0;
  private attemptingSince = 0;
  private isHanging = false;
  /** Goes up whenever the receiver is started or stopped: what an earlier one began comes to nothing. */
  private turn = 0;
  private stopsUnderWay = 0;
  private isBusy = false;

  constructor(name: string, server: ModelServer, source: Endpoint, settings: ChannelSettings) {
    this.name = name;
    this.server = server;
    this.source = source;
    this.settings = settings;
  }

  get netTimeoutMs(): number {
    return this.settings.netTimeoutMs;
  }

  /** THREAD_ID of the receiver where it is connected. */
  get receiverThread(): number | null {
    return this.thread === 'connected' ? this.threadId : null;
  }

  /** Not from what it believed before it fell silent: it has a connection, and its heartbeats come in. */
  get isHearing(): boolean {
    return this.thread === 'connected' && (this.heardSecondsAgo ?? 0) <= 2 * this.heartbeatSeconds + 1;
  }

  /** Of a connection; null where there is none. */
  get heardSecondsAgo(): number | null {
    return this.connection?.heardSecondsAgo ?? null;
  }

  /** Whether it has found out for itself that its source is not there. */
  get hasTriedInVain(): boolean {
    if (this.thread === 'connected') return false;
    if (this.failed) return true;
    return this.thread === 'connecting' && this.server.universe.time.now - this.attemptingSince >= TRIED_AFTER_MS;
  }

  get hasGivenUp(): boolean {
    return this.thread === 'stopped' && this.attempts >= this.settings.retryCount;
  }

  startReceiver(): void {
    if (this.thread !== 'stopped') return;
    this.failed = false;
    this.attempts = 0;
    this.threadId = this.server.newThreadId();
    this.connect();
  }

  /** How long STOP REPLICA IO_THREAD takes now. */
  get stopMs(): number {
    return this.thread === 'connecting' && this.isHanging ? STOP_HANGING_MS : 4;
  }

  /** No attempt succeeds any more, though the thread still says Connecting. */
  beginStop(): void {
    this.stopsUnderWay += 1;
    if (this.thread === 'connecting') this.turn += 1;
  }

  endStop(): void {
    this.stopsUnderWay -= 1;
  }

  /** Whatever else changes the channel waits for a STOP to end. */
  get isBeingStopped(): boolean {
    return this.stopsUnderWay > 0;
  }

  /** Since the error that it shows; null where it shows none. */
  get erredSecondsAgo(): number | null {
    return this.errno === 0 || this.erredAt === null ? null : (this.server.universe.time.now - this.erredAt) / 1000;
  }

  private meet(errno: number, error: string): void {
    this.errno = errno;
    this.error = error;
    this.erredAt = this.server.universe.time.now;
  }

  stopReceiver(errno = 0, error = ''): void {
    this.turn += 1;
    this.thread = 'stopped';
    this.meet(errno, error);
    this.connection?.close();
    this.connection = null;
  }

  startApplier(): void {
    this.isApplying = true;
    this.apply();
  }

  stopApplier(): void {
    this.isApplying = false;
  }

  changeSource(source: Endpoint, heartbeatSeconds: number): void {
    if (!this.isApplying) this.throwRelayAway();
    this.source = source;
    this.sourceUuid = '';
    this.heartbeatSeconds = heartbeatSeconds;
    this.errno = 0;
    this.error = '';
    this.failed = false;
  }

  throwRelayAway(): void {
    const { relay } = this;
    this.relay = [];
    this.retrieved = EMPTY_GTID_SET;
    if (relay.length > 0) this.server.hooks.thrownAway(this.server, relay);
  }

  processEnded(): void {
    this.turn += 1;
    this.connection?.close();
    this.connection = null;
    this.thread = 'stopped';
    this.stopsUnderWay = 0;
    this.isBusy = false;
    this.errno = 0;
    this.error = '';
  }

  processStarted(): void {
    if (this.server.setup.relayLogRecovery) this.throwRelayAway();
    this.startReceiver();
    this.startApplier();
  }

  /** The connection broke, or nothing came for too long. */
  lost(connection: DumpConnection): void {
    if (this.connection !== connection) return;
    connection.close();
    this.connection = null;
    this.failed = true;
    this.server.universe.story.say(() => `${this.server.name}: its receiver lost ${this.source.host}`);
    this.connect();
  }

  write(transactions: readonly Transaction[]): void {
    for (const transaction of transactions) {
      if (has(this.server.executed, transaction) || has(this.retrieved, transaction)) continue;
      this.relay.push(transaction);
      this.retrieved = withTransaction(this.retrieved, transaction);
    }
    this.apply();
  }

  apply(): void {
    const [next] = this.relay;
    const { server } = this;
    if (next === undefined || !this.isApplying || this.isBusy || server.applierLocks > 0) return;
    this.isBusy = true;
    const due = next.at + this.settings.delayMs - server.universe.time.now;
    server.after(Math.max(server.setup.applyMs, due), () => {
      this.isBusy = false;
      if (this.isApplying && server.applierLocks === 0 && this.relay[0] === next) {
        this.relay.shift();
        server.applied(next);
      }
      this.apply();
    });
  }

  private connect(): void {
    this.turn += 1;
    this.thread = 'connecting';
    this.attemptingSince = this.server.universe.time.now;
    this.isHanging = false;
    this.attempt(this.turn);
  }

  private later(ms: number, turn: number, work: () => void): void {
    this.server.after(ms, () => {
      if (turn === this.turn) work();
    });
  }

  private attempt(turn: number): void {
    const { network, random, time } = this.server.universe;
    const source = this.server.universe.serverAt(this.source);
    if (source === null) {
      this.attemptFailed(turn, 2005, 'Unknown MySQL server host');
      return;
    }
    const isReached =
      network.isOpenBothWays(this.server.host, source.host) && source.state !== 'vanished' && source.state !== 'frozen';
    if (!isReached) {
      this.isHanging = true;
      if (time.now - this.attemptingSince >= this.netTimeoutMs) {
        this.attemptFailed(turn, 2003, "Can't connect to MySQL server (110)");
        return;
      }
      this.later(HANGING_PAUSE_MS, turn, () => this.attempt(turn));
      return;
    }
    this.isHanging = false;
    const ms = random.latency() * 3;
    if (source.state === 'down') {
      this.later(ms, turn, () => this.attemptFailed(turn, 2003, "Can't connect to MySQL server (111)"));
      return;
    }
    this.later(ms + source.slowMs, turn, () => {
      if (!source.isUp) return this.attempt(turn);
      if (source.tooManyConnections) return this.attemptFailed(turn, 1040, 'Too many connections');
      this.logIn(source);
    });
  }

  private attemptFailed(turn: number, errno: number, error: string): void {
    this.failed = true;
    this.attempts += 1;
    const told = `This was attempt ${this.attempts}/${this.settings.retryCount}. Message: ${error}`;
    this.meet(errno, told);
    this.isHanging = false;
    if (this.attempts >= this.settings.retryCount) {
      this.stopReceiver(errno, told);
      return;
    }
    this.later(this.settings.connectRetryMs, turn, () => {
      this.attemptingSince = this.server.universe.time.now;
      this.attempt(turn);
    });
  }

  private logIn(source: ModelServer): void {
    const refusal = whyNoDump(source, this.server);
    if (refusal !== null) {
      this.server.universe.story.say(
        () => `${this.server.name}: ${source.name} gives its receiver nothing: ${refusal}`,
      );
      this.stopReceiver(13114, refusal);
      return;
    }
    this.thread = 'connected';
    this.errno = 0;
    this.error = '';
    this.failed = false;
    this.attempts = 0;
    this.sourceUuid = source.uuid;
    const confirms = this.server.setup.semiSync?.replicaEnabled ?? false;
    this.connection = new DumpConnection(source, this, confirms);
    this.server.universe.story.say(() => `${this.server.name}: its receiver is connected to ${source.name}`);
  }
}

/** Why a source gives a replica with auto-position nothing; the receiver then stops for good. */
function whyNoDump(source: ModelServer, replica: ModelServer): string | null {
  const { received } = replica;
  if (source === replica) return 'source and replica have equal server ids';
  if (!source.setup.logBin) return 'Binary log is not open';
  if (!contains(received, source.purged)) return 'the source purged required binary logs';
  const own = received.get(source.uuid);
  const known = source.received;
  if (own !== undefined && subtract(new Map([[source.uuid, own]]), known).size > 0) {
    return "replica has more GTIDs than the source has, using the source's SERVER_UUID";
  }
  return null;
}
