/**
 * ProxySQL Cluster between some ProxySQLs (facts of 2.7.1, ProxySQL_Cluster.cpp): every second each asks its peers; what a peer loaded
 * later, by that peer's wall clock in whole seconds, is pulled after three checks, saved to disk, and overwrites everything.
 */
import { rowValues, type ServerRow } from '../../src/proxysql/server-rows.ts';
import type { ModelProxysql } from './proxysql.ts';
import type { Universe } from './universe.ts';

const CHECK_INTERVAL_MS = 1000;
const DIFFS_BEFORE_SYNC = 3;

export class ProxysqlCluster {
  private readonly nodes: readonly ModelProxysql[];
  private readonly universe: Universe;
  /** By `own>peer`: checks in a row that found a difference. */
  private readonly differences = new Map<string, number>();

  constructor(nodes: readonly ModelProxysql[], universe: Universe) {
    this.nodes = nodes;
    this.universe = universe;
    for (const node of nodes) {
      for (const { setup } of nodes)
        node.database.execute(`INSERT INTO proxysql_servers (hostname, port) VALUES ('${setup.host}', 6032)`);
      node.clock.after(universe.random.between(0, CHECK_INTERVAL_MS), () => this.check(node), 'proxysql');
    }
  }

  private check(own: ModelProxysql): void {
    own.clock.after(CHECK_INTERVAL_MS, () => this.check(own));
    if (!own.isUp) return;
    const newest = this.nodes
      .filter((peer) => peer !== own && this.isNewer(own, peer))
      .sort((a, b) => b.epoch - a.epoch)[0];
    if (newest === undefined) return;
    this.universe.story.say(() => `ProxySQL on ${own.setup.host} pulls mysql_servers from ${newest.setup.host}`);
    own.pull(newest.offered, newest.epoch);
  }

  private isNewer(own: ModelProxysql, peer: ModelProxysql): boolean {
    const key = `${own.setup.host}>${peer.setup.host}`;
    const answers = peer.isUp && !peer.clock.standsStill;
    const isReached = answers && this.universe.network.isOpenBothWays(own.setup.host, peer.setup.host);
    const differs = isReached && checksum(own.offered) !== checksum(peer.offered);
    const count = differs ? (this.differences.get(key) ?? 0) + 1 : 0;
    this.differences.set(key, count);
    if (count < DIFFS_BEFORE_SYNC || peer.version <= 1) return false;
    return own.version === 1 || peer.epoch > own.epoch;
  }
}

function checksum(rows: readonly ServerRow[]): string {
  return rows.map((row) => rowValues(row).join()).join('|');
}
