/** A replica's connection to its source: the source sends what its binary log gets, the replica confirms what it has written down. */
import type { ModelChannel } from './channel.ts';
import type { ModelServer } from './mysql-server.ts';

export class DumpConnection {
  readonly source: ModelServer;
  readonly channel: ModelChannel;
  readonly confirms: boolean;
  isClosed = false;
  private readonly incarnation: number;
  private readonly replicaIncarnation: number;
  /** How far in the source's binary log the source has sent, and the replica has received. */
  private sent = 0;
  private received = 0;
  private silentSince: number | null = null;

  constructor(source: ModelServer, channel: ModelChannel, confirms: boolean) {
    this.source = source;
    this.channel = channel;
    this.confirms = confirms;
    this.incarnation = source.incarnation;
    this.replicaIncarnation = channel.server.incarnation;
    for (const other of source.dumps) if (other.channel === channel) other.close();
    source.dumps.add(this);
    this.pump();
  }

  close(): void {
    this.isClosed = true;
    this.source.dumps.delete(this);
    this.source.hooks.lostReplica(this.source);
  }

  /** Data or heartbeats come in. */
  get isHeard(): boolean {
    const { source, channel } = this;
    return (
      channel.server.hangingReceivers === 0 &&
      source.isUp &&
      source.incarnation === this.incarnation &&
      source.universe.network.isOpen(source.host, channel.server.host)
    );
  }

  /** Heartbeats are not played one by one: while anything would come in, one has come this moment. */
  get heardSecondsAgo(): number {
    return this.silentSince === null ? 0 : Math.floor((this.source.universe.time.now - this.silentSince) / 1000);
  }

  pump(): void {
    const { source, channel } = this;
    const end = source.binlog.length;
    if (this.isClosed || !source.isUp || end === this.sent) return;
    this.sent = end;
    source.universe.network.send(source.host, channel.server.host, () => this.toReplica(() => this.arrived(end)));
  }

  sourceDied(): void {
    const { source, channel } = this;
    source.universe.network.send(source.host, channel.server.host, () => this.toReplica(() => channel.lost(this)));
  }

  /** The network or the source has changed: notice silence, and its end. */
  reconsider(): void {
    if (this.isHeard) {
      this.silentSince = null;
      this.pump();
      return;
    }
    if (this.silentSince !== null) return;
    const since = this.source.universe.time.now;
    this.silentSince = since;
    this.channel.server.after(this.channel.netTimeoutMs, () => {
      if (this.isClosed || this.silentSince !== since || this.channel.server.hangingReceivers > 0) return;
      this.channel.lost(this);
    });
  }

  /** The receiver takes in what has come meanwhile, or begins to notice that nothing comes. */
  freed(): void {
    this.sent = this.received;
    this.silentSince = null;
    this.reconsider();
  }

  private toReplica(work: () => void): void {
    this.channel.server.receive(this.replicaIncarnation, () => {
      if (!this.isClosed) work();
    });
  }

  private arrived(end: number): void {
    if (end <= this.received || this.channel.server.hangingReceivers > 0) return;
    const transactions = this.source.binlog.slice(this.received, end);
    this.received = end;
    this.channel.write(transactions);
    if (!this.confirms) return;
    const { source, channel } = this;
    source.universe.network.send(channel.server.host, source.host, () =>
      source.receive(this.incarnation, () => {
        if (!this.isClosed) source.semiSync?.confirmed(channel.server.uuid, end);
      }),
    );
  }
}
