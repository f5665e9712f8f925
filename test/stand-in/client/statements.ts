/** What ProxySQL does with a client's statement before any backend sees it (MySQL_Session.cpp), as far as the stand-in does it. */
export type Statement =
  /** Changes the schema of the session only; told to a backend when one is used. */
  | { kind: 'use'; schema: string }
  /** Kept with the session and repeated on each backend connection it gets. `name` is what a later SET replaces. */
  | { kind: 'set'; name: string; sql: string }
  /** Answered OK here unless a transaction is open. */
  | { kind: 'end transaction' }
  /** SELECT LAST_INSERT_ID() in the forms ProxySQL answers from memory when no backend is held. */
  | { kind: 'last insert id'; column: string }
  | { kind: 'version comment' }
  /** `pins` when the backend connection must stay with the session from then on. */
  | { kind: 'forward'; pins: boolean };

const PINNING = [
  /^\s*create\s+temporary\s+table/i,
  /^\s*lock\s+tables?/i,
  /^\s*flush\s+tables.+with\s+read\s+lock/i,
  /\bget_lock\s*\(/i,
  /^\s*savepoint\s/i,
  /^\s*prepare\s/i,
  /\bsql_calc_found_rows\b/i,
];

/** mysql-keep_multiplexing_variables as it is by default. */
const HARMLESS_VARIABLES = new Set(['tx_isolation', 'transaction_isolation', 'version']);

/**
 * Any @ outside quotes keeps the session on its backend connection, @@system variables too, save a SELECT of nothing
 * but the harmless ones (MySQL_Connection::IsKeepMultiplexEnabledVariables).
 */
function usesVariables(text: string): boolean {
  const bare = text.replace(/'(?:[^'\\]|\\.|'')*'|"(?:[^"\\]|\\.|"")*"/gs, "''");
  if (!bare.includes('@')) return false;
  if (!/^\s*select\s/i.test(bare)) return true;
  const rest = bare.replace(/@@(?:session\.|local\.)?(\w+)/gi, (all, name: string) =>
    HARMLESS_VARIABLES.has(name.toLowerCase()) ? '' : all,
  );
  return rest.includes('@');
}

const SET_NAMES = /^set\s+names\s+/i;
const SET_ONE = /^set\s+(?:session\s+|@@session\.|local\s+|@@local\.|@@)?([a-z_]+)\s*:?=\s*[^,]+$/i;
const SET_TRANSACTION = /^set\s+session\s+transaction\s+(isolation|read)\b/i;

/** Sorts one statement; comments in front of it are not looked through. */
export function sortStatement(text: string): Statement {
  const bare = text.trim().replace(/;+$/, '').trim();
  if (/^(commit|rollback)$/i.test(bare)) return { kind: 'end transaction' };
  const schema = /^use\s+`?([^`]+?)`?$/i.exec(bare)?.[1];
  if (schema !== undefined) return { kind: 'use', schema };
  if (bare === 'select @@version_comment limit 1') return { kind: 'version comment' };
  const identity = /^select\s+(last_insert_id\(\)|@@identity)(?:\s+from\s+dual|\s+limit\s+1)?$/i.exec(bare)?.[1];
  if (identity !== undefined) return { kind: 'last insert id', column: identity };
  if (/^set\s/i.test(bare) && !/^set\s+(global|persist|persist_only|password|role|default)\b/i.test(bare)) {
    // SET @@session.x is a variable of the session, SET @x one of the user.
    const one = SET_ONE.exec(bare)?.[1];
    const name = SET_NAMES.test(bare) ? 'names' : (one ?? SET_TRANSACTION.exec(bare)?.[1] ?? null);
    // A SET of several variables, or of the next transaction only, stays with one backend.
    return name === null ? { kind: 'forward', pins: true } : { kind: 'set', name: name.toLowerCase(), sql: bare };
  }
  return { kind: 'forward', pins: PINNING.some((pattern) => pattern.test(text)) || usesVariables(text) };
}
