/** The history of recoveries: `disk.proxysql_failover_history` in ProxySQL's admin interface, a row each, for a person to read. */
import { quoteAdmin } from '../proxysql/quote.ts';

export interface HistoryEntry {
  readonly id: string;
  readonly cluster: string;
  /** Wall clock, ms since 1970. */
  readonly startedAt: number;
  readonly endedAt: number;
  readonly outcome: 'recovered' | 'followed' | 'failed' | 'called off';
  readonly diagnosis: string;
  readonly oldPrimary: string;
  readonly newPrimary: string | null;
  readonly loss: string | null;
  readonly story: readonly string[];
}

export const CREATE_HISTORY_TABLE =
  'CREATE TABLE IF NOT EXISTS disk.proxysql_failover_history (id VARCHAR PRIMARY KEY NOT NULL, cluster VARCHAR NOT NULL, ' +
  'started_at VARCHAR NOT NULL, ended_at VARCHAR NOT NULL, duration_ms INTEGER NOT NULL, outcome VARCHAR NOT NULL, diagnosis VARCHAR NOT NULL, ' +
  'old_primary VARCHAR NOT NULL, new_primary VARCHAR, loss VARCHAR, acknowledged_at VARCHAR, story VARCHAR NOT NULL)';

/** In characters; of a recovery that fails again and again the end is kept. */
const LONGEST_STORY = 20_000;

/** Writes the entry, over an earlier state of the same recovery; the stories of several runs are put together. */
export function replaceHistoryEntry(entry: HistoryEntry): string {
  const { startedAt, endedAt } = entry;
  const earlier = `(SELECT story FROM disk.proxysql_failover_history WHERE id = ${quoteAdmin(entry.id)})`;
  const story = quoteAdmin(entry.story.map((line) => `${line}\n`).join(''));
  const values = [
    quoteAdmin(entry.id),
    quoteAdmin(entry.cluster),
    quoteAdmin(new Date(startedAt).toISOString()),
    quoteAdmin(new Date(endedAt).toISOString()),
    String(endedAt - startedAt),
    quoteAdmin(entry.outcome),
    quoteAdmin(entry.diagnosis),
    quoteAdmin(entry.oldPrimary),
    entry.newPrimary === null ? 'NULL' : quoteAdmin(entry.newPrimary),
    entry.loss === null ? 'NULL' : quoteAdmin(entry.loss),
    `substr(COALESCE(${earlier}, '') || ${story}, -${LONGEST_STORY})`,
  ];
  return (
    'INSERT OR REPLACE INTO disk.proxysql_failover_history (id, cluster, started_at, ended_at, duration_ms, outcome, diagnosis, ' +
    `old_primary, new_primary, loss, story) VALUES (${values.join(', ')})`
  );
}

/** `at`: wall clock in ms since 1970. */
export function acknowledgeHistory(ids: readonly string[], at: number): string {
  return (
    `UPDATE disk.proxysql_failover_history SET acknowledged_at = ${quoteAdmin(new Date(at).toISOString())} ` +
    `WHERE id IN (${ids.map(quoteAdmin).join(', ')})`
  );
}
