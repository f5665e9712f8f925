/** Semi-synchronous replication on the source, AFTER_SYNC: a commit waits until enough replicas have confirmed, or the timeout ends it. */
import type { ModelServer, SemiSyncSetup } from './mysql-server.ts';
import type { Transaction } from './transactions.ts';

interface Commit {
  readonly position: number;
  readonly end: (semiSync: boolean) => void;
}

export class SemiSyncSource {
  /** Rpl_semi_sync_source_status: off after a timeout, until the replicas have caught up. */
  isActive = true;
  private readonly server: ModelServer;
  private readonly setup: SemiSyncSetup;
  /** By replica's server_uuid: how far in the binary log it has confirmed. */
  private readonly confirmations = new Map<string, number>();
  private commits: Commit[] = [];

  constructor(server: ModelServer, setup: SemiSyncSetup) {
    this.server = server;
    this.setup = setup;
    this.waitForReplicaCount = setup.waitForReplicaCount;
  }

  /** rpl_semi_sync_source_enabled. Off, nobody waits any longer. */
  isEnabled = true;
  waitForReplicaCount: number;

  enable(on: boolean): void {
    if (this.isEnabled && !on) for (const waiting of this.commits.splice(0)) waiting.end(false);
    if (!this.isEnabled && on) this.isActive = true;
    this.isEnabled = on;
  }

  /** Rpl_semi_sync_source_wait_sessions. */
  get waiting(): number {
    return this.commits.length;
  }

  wait(_transaction: Transaction, position: number, end: (semiSync: boolean) => void): void {
    const commit = { position, end };
    this.commits.push(commit);
    this.server.after(this.setup.timeoutMs, () => {
      if (!this.commits.includes(commit)) return;
      this.isActive = false;
      for (const late of this.commits.splice(0)) late.end(false);
    });
  }

  confirmed(uuid: string, position: number): void {
    this.confirmations.set(uuid, Math.max(position, this.confirmations.get(uuid) ?? 0));
    const done = this.commits.filter((commit) => this.isConfirmed(commit.position));
    this.commits = this.commits.filter((commit) => !done.includes(commit));
    for (const { end } of done) end(true);
    if (!this.isActive && this.isConfirmed(this.server.binlog.length)) this.isActive = true;
  }

  /** The process is gone, and with it everybody who waited. */
  forget(): void {
    this.commits = [];
    this.confirmations.clear();
    this.isActive = true;
    this.isEnabled = true;
    this.waitForReplicaCount = this.setup.waitForReplicaCount;
  }

  private isConfirmed(position: number): boolean {
    let count = 0;
    for (const confirmed of this.confirmations.values()) if (confirmed >= position) count += 1;
    return count >= this.waitForReplicaCount;
  }
}
