/** What the program may never do to `mysql_servers`. */
import type { Cluster } from '../../src/config/cluster.ts';
import type { ServerRow } from '../../src/proxysql/server-rows.ts';
import { Violation } from './violation.ts';

export class RowsKept {
  private readonly cluster: Cluster;
  private readonly foreign: string;
  private readonly own: readonly ServerRow[];

  constructor(cluster: Cluster, rows: readonly ServerRow[]) {
    this.cluster = cluster;
    this.foreign = JSON.stringify(rows.filter((row) => !this.isOurs(row)));
    this.own = rows.filter((row) => this.isOurs(row));
  }

  /** `rows`: a whole table. */
  check(table: string, rows: readonly ServerRow[]): void {
    const foreign = JSON.stringify(rows.filter((row) => !this.isOurs(row)));
    if (foreign !== this.foreign) throw new Violation('foreignRowsStay', `${table} has other rows: ${foreign}`);
    const ours = rows.filter((row) => this.isOurs(row));
    for (const before of this.own) {
      const now = ours.filter((row) => row.hostname === before.hostname);
      if (now.length === 0) throw new Violation('rowsStay', `${before.hostname} has no row in ${table}`);
      const changed = now.find((row) => ownAttributes(row) !== ownAttributes(before));
      if (changed !== undefined) {
        throw new Violation('rowsStay', `${table}: ${ownAttributes(before)} became ${ownAttributes(changed)}`);
      }
    }
    const weights = new Set(this.own.map(roleAttributes));
    const strange = ours.find((row) => !weights.has(roleAttributes(row)));
    if (strange !== undefined) {
      throw new Violation(
        'rowsStay',
        `${table}: ${strange.hostname} has ${roleAttributes(strange)}, which no role had`,
      );
    }
  }

  private isOurs({ hostgroup }: ServerRow): boolean {
    const { writerHostgroup, readerHostgroup, quarantineHostgroup } = this.cluster;
    return hostgroup === writerHostgroup || hostgroup === readerHostgroup || hostgroup === quarantineHostgroup;
  }
}

function ownAttributes(row: ServerRow): string {
  return `${row.hostname} ssl ${row.useSsl} compression ${row.compression} latency ${row.maxLatencyMs} comment '${row.comment}'`;
}

function roleAttributes(row: ServerRow): string {
  return `weight ${row.weight} max_connections ${row.maxConnections} max_replication_lag ${row.maxReplicationLag}`;
}
