/** Clusters for a config that names none: one for each row of `mysql_replication_hostgroups`. */

import { type Cluster, defaultQuarantineHostgroup } from '../config/cluster.ts';
import type { ReplicationHostgroups } from './observation.ts';

/** Named by the row's comment; without one, or with one that is taken, by the writer hostgroup. */
export function clustersFromProxysql(rows: readonly ReplicationHostgroups[]): Cluster[] {
  const names = new Set<string>();
  return rows.map(({ writerHostgroup, readerHostgroup, comment }) => {
    const name = comment === '' || names.has(comment) ? `hostgroup-${writerHostgroup}` : comment;
    names.add(name);
    return {
      name,
      writerHostgroup,
      readerHostgroup,
      quarantineHostgroup: defaultQuarantineHostgroup(writerHostgroup),
      promotionRules: {},
    };
  });
}
