/** One MySQL server: its process, its variables, its binary log. What it does takes place only while the process runs. */
import { EMPTY_GTID_SET, type GtidSet, subtract, unionOf } from '../../src/mysql/gtid-set.ts';
import type { ModelChannel } from './channel.ts';
import type { DumpConnection } from './dump-connection.ts';
import type { Hooks } from './hooks.ts';
import { MachineClock } from './machine-clock.ts';
import type { ScriptRun } from './script-run.ts';
import { SemiSyncSource } from './semi-sync.ts';
import { has, type Transaction, transactionOf, withTransaction } from './transactions.ts';
import type { Universe } from './universe.ts';

export interface ServerSetup {
  /** One letter; its address and its server_uuid are made of it. */
  readonly name: string;
  readonly version: string;
  readonly logBin: boolean;
  readonly logReplicaUpdates: boolean;
  /** read_only and super_read_only in my.cnf: what a restart brings. */
  readonly startsReadOnly: boolean;
  readonly relayLogRecovery: boolean;
  /** replica_net_timeout. */
  readonly netTimeoutMs: number;
  /** What the applier needs for a transaction. */
  readonly applyMs: number;
  readonly semiSync: SemiSyncSetup | null;
}

export interface SemiSyncSetup {
  readonly sourceEnabled: boolean;
  readonly replicaEnabled: boolean;
  readonly waitForReplicaCount: number;
  readonly timeoutMs: number;
}

/** - `frozen`: the kernel still accepts connections and data, the process does nothing. `vanished`: the host is gone, no packet comes back. */
export type ProcessState = 'up' | 'frozen' | 'down' | 'vanished';

type Setter = 'program' | 'person';

interface Waiting {
  readonly incarnation: number;
  readonly work: () => void;
  readonly refuse: () => void;
}

/** A session, as far as its locks are concerned. */
export interface LockHolder {
  /** In seconds; without a statement for so long the server ends the session. */
  waitTimeout: number;
  /** A user variable: until when what it sends may make the server writable. */
  writableUntilMs: number | null;
  isEndedByServer(): boolean;
  /** A run that holds it. */
  readonly run: ScriptRun | null;
}

export class ModelServer {
  readonly setup: ServerSetup;
  readonly name: string;
  readonly host: string;
  readonly port = 3306;
  readonly uuid: string;
  readonly universe: Universe;
  readonly hooks: Hooks;
  /** By which it tells the time; what it does itself goes on by the universe's. */
  readonly clock: MachineClock;
  state: ProcessState = 'up';
  /** It never comes back. */
  isGone = false;
  incarnation = 1;
  private startedAt = -1_000_000_000;
  private startedBefore = -1_000_000_000;
  readOnly = true;
  superReadOnly = true;
  wasDetached = false;
  /** Who set the two last in this process, and when by the clock of its machine; null where nobody has. */
  private readOnlySet: { readonly by: Setter; readonly at: number } | null = null;
  executed: GtidSet;
  /** Own transactions and, with log_replica_updates, those of others, in order. */
  readonly binlog: Transaction[] = [];
  binlogged: GtidSet = EMPTY_GTID_SET;
  readonly channels = new Map<string, ModelChannel>();
  /** Replicas that fetch from here. */
  readonly dumps = new Set<DumpConnection>();
  readonly semiSync: SemiSyncSource | null;
  /** GET_LOCK: by name, the session that holds it. */
  readonly locks = new Map<string, LockHolder>();
  /**
   * Faults: how much longer every statement takes; nobody new is let in; the program may not change replication (REPLICATION_SLAVE_ADMIN);
   * a lock stands in the way of the applier; its receivers hang, take nothing in and cannot be stopped.
   */
  slowMs = 0;
  tooManyConnections = false;
  lacksPrivilege = false;
  applierLocks = 0;
  hangingReceivers = 0;
  private threads = 0;
  private readonly purgedAtStart: GtidSet;
  private nextNumber: bigint;
  private waiting: Waiting[] = [];

  constructor(setup: ServerSetup, executed: GtidSet, universe: Universe, hooks: Hooks) {
    this.setup = setup;
    this.name = setup.name;
    this.host = hostOf(setup.name);
    this.uuid = uuidOf(setup.name);
    this.universe = universe;
    this.clock = new MachineClock(universe.time);
    this.hooks = hooks;
    this.executed = executed;
    this.purgedAtStart = executed;
    const own = executed.get(this.uuid)?.at(-1);
    this.nextNumber = (own?.[1] ?? 0n) + 1n;
    this.semiSync = setup.semiSync?.sourceEnabled ? new SemiSyncSource(this, setup.semiSync) : null;
  }

  get isUp(): boolean {
    return this.state === 'up';
  }

  get purged(): GtidSet {
    const { logBin, logReplicaUpdates } = this.setup;
    return logBin && logReplicaUpdates ? this.purgedAtStart : subtract(this.executed, this.binlogged);
  }

  /** Everything it has, applied or not. */
  get received(): GtidSet {
    const relays = [...this.channels.values()].map((channel) => channel.retrieved);
    return unionOf(this.executed, this.binlogged, ...relays);
  }

  /** Something from outside reaches the process; `incarnation` of the connection it came over. */
  receive(incarnation: number, work: () => void, refuse: () => void = () => {}): void {
    switch (this.state) {
      case 'vanished':
        return;
      case 'down':
        refuse();
        return;
      case 'frozen':
        this.waiting.push({ incarnation, work, refuse });
        return;
      case 'up':
        if (incarnation === this.incarnation) work();
        else refuse();
        return;
    }
  }

  /** The process does something of its own a while later, if it lives that long. */
  after(ms: number, work: () => void): void {
    const { incarnation } = this;
    this.universe.time.after(ms, () => this.receive(incarnation, work));
  }

  /** A client's write; `semiSync`: enough replicas have confirmed that they have it. */
  write(acknowledge: (semiSync: boolean) => void): Transaction {
    const transaction = transactionOf(this.uuid, this.nextNumber++, this.universe.time.now);
    const commit = (semiSync: boolean): void => {
      this.executed = withTransaction(this.executed, transaction);
      acknowledge(semiSync);
    };
    this.log(transaction);
    if (this.semiSync?.isEnabled && this.semiSync.isActive) this.semiSync.wait(transaction, this.binlog.length, commit);
    else commit(false);
    return transaction;
  }

  applied(transaction: Transaction): void {
    if (has(this.executed, transaction)) return;
    this.executed = withTransaction(this.executed, transaction);
    if (this.setup.logReplicaUpdates) this.log(transaction);
  }

  private log(transaction: Transaction): void {
    if (!this.setup.logBin) return;
    this.binlog.push(transaction);
    this.binlogged = withTransaction(this.binlogged, transaction);
    for (const dump of this.dumps) dump.pump();
  }

  /** `by`: null where it starts so. */
  setReadOnly(readOnly: boolean, superReadOnly: boolean, by: Setter | null): void {
    const before = this.readOnly;
    this.readOnly = readOnly;
    this.superReadOnly = superReadOnly;
    this.readOnlySet = by === null ? null : { by, at: this.clock.now };
    if (before && !readOnly) this.hooks.becameWritable(this);
    if (!before && readOnly) this.hooks.becameReadOnly(this);
  }

  /** A person has taken it away from its source, and it follows nobody since. */
  get isDetached(): boolean {
    return this.wasDetached && this.channels.size === 0;
  }

  get isWritableByHand(): boolean {
    return !this.readOnly && this.readOnlySet?.by === 'person';
  }

  crash(): void {
    this.end('down');
    for (const dump of this.dumps) dump.sourceDied();
    this.dumps.clear();
  }

  /** Power off: nobody is told. */
  vanish(): void {
    this.end('vanished');
    this.dumps.clear();
  }

  private end(state: 'down' | 'vanished'): void {
    const { waiting } = this;
    this.state = state;
    this.clock.goOn();
    this.locks.clear();
    this.waiting = [];
    if (state === 'down') for (const { refuse } of waiting) refuse();
    this.hangingReceivers = 0;
    for (const channel of this.channels.values()) channel.processEnded();
    this.semiSync?.forget();
    this.hooks.lostReplica(this);
  }

  get connectedReplicas(): number {
    return this.dumps.size;
  }

  /** Rpl_semi_sync_source_clients. */
  get confirmingReplicas(): number {
    return [...this.dumps].filter(({ channel }) => channel.server.setup.semiSync?.replicaEnabled ?? false).length;
  }

  /** As the program asks for it. */
  get readOnlySettings(): string | null {
    if (this.readOnlySet === null) return null;
    const { by, at } = this.readOnlySet;
    return JSON.stringify({ read_only: { ago: (this.clock.now - at) / 1000, own: by === 'program' ? 1 : 0 } });
  }

  get uptimeSeconds(): number {
    return Math.floor((this.clock.now - this.startedAt) / 1000);
  }

  /** Within what two looks at one process may differ by (SAME_PROCESS_MS, and a second that Uptime is late). */
  get hasRestartedTwice(): boolean {
    return this.startedAt - this.startedBefore < 2500;
  }

  restart(): void {
    if (this.isGone) return;
    this.incarnation += 1;
    this.startedBefore = this.startedAt;
    this.startedAt = this.clock.now;
    this.state = 'up';
    // What is in the binary log is committed by crash recovery, acknowledged or not.
    this.executed = unionOf(this.executed, this.binlogged);
    this.setReadOnly(this.setup.startsReadOnly, this.setup.startsReadOnly, null);
    for (const channel of this.channels.values()) channel.processStarted();
  }

  freeze(): void {
    this.state = 'frozen';
  }

  /** The whole machine, its clock too. */
  pauseVm(): void {
    this.clock.stop();
    this.freeze();
  }

  thaw(): void {
    this.clock.goOn();
    this.state = 'up';
    const { waiting } = this;
    this.waiting = [];
    for (const { incarnation, work, refuse } of waiting) this.receive(incarnation, work, refuse);
    for (const dump of this.dumps) dump.pump();
  }

  newThreadId(): number {
    this.threads += 1;
    return this.threads;
  }

  hangReceivers(): void {
    this.hangingReceivers += 1;
  }

  freeReceivers(): void {
    this.hangingReceivers = Math.max(0, this.hangingReceivers - 1);
    for (const channel of this.channels.values()) channel.connection?.freed();
  }

  lockApplier(): void {
    this.applierLocks += 1;
  }

  unlockApplier(): void {
    this.applierLocks -= 1;
    for (const channel of this.channels.values()) channel.apply();
  }
}

const HOST_PREFIX = 'db-';

export function hostOf(name: string): string {
  return `${HOST_PREFIX}${name}`;
}

export function nameOf(host: string): string {
  return host.slice(HOST_PREFIX.length);
}

export function uuidOf(name: string): string {
  return '8-4-4-4-12'.replace(/\d+/g, (length) => name.repeat(Number(length)));
}
