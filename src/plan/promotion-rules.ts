/** Which promotion rule of the config is meant for which server. */
import type { Cluster, PromotionRule } from '../config/cluster.ts';
import { type Endpoint, endpointName } from '../mysql/session.ts';
import type { Observation, ObservedServer } from '../observe/observation.ts';

export function ruleOf({ promotionRules }: Cluster, { endpoints }: ObservedServer): PromotionRule {
  for (const endpoint of endpoints) {
    const found = Object.entries(promotionRules).find(([name]) => names(name, endpoint));
    if (found !== undefined) return found[1];
  }
  return 'neutral';
}

/** One sentence a rule that names no server of the cluster; only a look can tell. */
export function rulesOfNobody({ cluster, servers }: Observation): string[] {
  const endpoints = servers.flatMap((server) => [...server.endpoints]);
  return Object.entries(cluster.promotionRules)
    .filter(([name]) => !endpoints.some((endpoint) => names(name, endpoint)))
    .map(([name, rule]) => `${name}: ${rule}: no server of ${cluster.name} goes by this name`);
}

/** `host:port` in the config; a host's name has no case. */
function names(rule: string, endpoint: Endpoint): boolean {
  return rule.toLowerCase() === endpointName(endpoint).toLowerCase();
}
