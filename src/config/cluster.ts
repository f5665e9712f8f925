/** One replicated set of servers behind ProxySQL: its hostgroups and who may be promoted. */
export interface Cluster {
  readonly name: string;
  readonly writerHostgroup: number;
  readonly readerHostgroup: number;
  /** Outside every writer/reader pair: holds a server which may not serve. */
  readonly quarantineHostgroup: number;
  /** By `host:port`, as in `mysql_servers`; a server that is not named is `neutral`. */
  readonly promotionRules: Readonly<Record<string, PromotionRule>>;
}

/** Orchestrator's promotion rules without `must`; `never` is its `must_not`. */
export type PromotionRule = 'prefer' | 'neutral' | 'preferNot' | 'never';

const QUARANTINE_OFFSET = 9000;

export function defaultQuarantineHostgroup(writerHostgroup: number): number {
  return QUARANTINE_OFFSET + writerHostgroup;
}
