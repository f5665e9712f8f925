/** Which clusters a call is about. */
import type { Cluster } from '../config/cluster.ts';
import { clustersOf } from '../config/load.ts';
import type { Config } from '../config/schema.ts';
import type { Session } from '../mysql/session.ts';
import { clustersFromProxysql } from '../observe/clusters.ts';
import { lookAtProxysql } from '../observe/proxysql.ts';
import { ADMIN_TIMEOUT_MS } from '../run/cluster-run.ts';
import { UsageError } from './arguments.ts';

/** @throws UsageError where there is no cluster, or none of that name. */
export async function chooseClusters(
  config: Config,
  name: string | null,
  admin: () => Promise<Session>,
): Promise<Cluster[]> {
  const named = clustersOf(config);
  const clusters = named.length > 0 ? named : await fromReplicationHostgroups(await admin());
  if (clusters.length === 0) {
    throw new UsageError(
      'no cluster: the config has no "clusters" and mysql_replication_hostgroups is empty; fill one of them',
    );
  }
  if (name === null) return clusters;
  const chosen = clusters.filter((cluster) => cluster.name === name);
  if (chosen.length === 0) {
    throw new UsageError(`no cluster '${name}'; there are: ${clusters.map((cluster) => cluster.name).join(', ')}`);
  }
  return chosen;
}

async function fromReplicationHostgroups(admin: Session): Promise<Cluster[]> {
  return clustersFromProxysql((await lookAtProxysql(admin, ADMIN_TIMEOUT_MS)).replicationHostgroups);
}
