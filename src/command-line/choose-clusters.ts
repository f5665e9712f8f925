/** Which clusters a call is about. */
import type { Cluster } from '../config/cluster.ts';
import { clustersOf } from '../config/load.ts';
import type { Config } from '../config/schema.ts';
import type { Session } from '../mysql/session.ts';
import { clustersFromProxysql } from '../observe/clusters.ts';
import { lookAtReplicationHostgroups } from '../observe/proxysql.ts';
import { ADMIN_TIMEOUT_MS } from '../run/cluster-run.ts';
import { selectCluster, UsageError } from './arguments.ts';

/** @throws UsageError where there is no cluster, or none of that name. */
export async function chooseClusters(config: Config, name: string | null, admin: Session): Promise<Cluster[]> {
  const named = clustersOf(config);
  if (named.length > 0) return selectCluster(named, name);
  const replicationHostgroups = await lookAtReplicationHostgroups(admin, ADMIN_TIMEOUT_MS);
  if (replicationHostgroups.length === 0) {
    throw new UsageError(
      'no cluster: the config has no "clusters" and mysql_replication_hostgroups is empty; fill one of them',
    );
  }
  return selectCluster(clustersFromProxysql(replicationHostgroups), name);
}
