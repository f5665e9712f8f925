/** A row of mysql_query_rules, as far as the stand-in follows it: by user and pattern to a hostgroup. */
export type QueryRule = {
  username: string | null;
  pattern: RegExp | null;
  negate: boolean;
  destination: number | null;
  apply: boolean;
};

/** Rules from runtime rows (column name to text), in rule_id order; inactive rows and broken patterns are left out. */
export function readRules(rows: Record<string, string | null>[]): QueryRule[] {
  return [...rows]
    .filter((row) => row.active === '1')
    .sort((a, b) => Number(a.rule_id) - Number(b.rule_id))
    .flatMap((row) => {
      const source = row.match_digest ?? row.match_pattern ?? null;
      try {
        const rule: QueryRule = {
          username: row.username ?? null,
          pattern: source === null ? null : new RegExp(source.replace(/^\(\?i\)/, ''), 'is'),
          negate: row.negate_match_pattern === '1',
          destination: row.destination_hostgroup == null ? null : Number(row.destination_hostgroup),
          apply: row.apply === '1',
        };
        return [rule];
      } catch {
        return [];
      }
    });
}

/** The hostgroup a statement goes to: the last matching rule's before one that says apply, else the user's own. */
export function route(rules: readonly QueryRule[], username: string, text: string, fallback: number): number {
  let hostgroup = fallback;
  for (const rule of rules) {
    if (rule.username !== null && rule.username !== username) continue;
    if (rule.pattern !== null && rule.pattern.test(text.trim()) === rule.negate) continue;
    if (rule.destination !== null) hostgroup = rule.destination;
    if (rule.apply) break;
  }
  return hostgroup;
}
