/**
 * One atomic statement that turns some rows of `mysql_servers` into others. ProxySQL's admin has no transactions (BEGIN is
 * accepted and ignored) and anybody's LOAD may come between two statements, so the whole change has to be one of them.
 */
import { quoteAdmin } from './quote.ts';
import { ROW_COLUMNS, rowKey, rowValues, type ServerRow, sameRow } from './server-rows.ts';

/**
 * The statements that lead from `before` (what the table holds) to `after`. Always one, or none where nothing changes;
 * two only where rows must go and even more rows must come: then the new rows come last.
 */
export function rewriteStatements(before: readonly ServerRow[], after: readonly ServerRow[]): string[] {
  const wanted = new Map(after.map((row) => [rowKey(row), row]));
  const present = new Map(before.map((row) => [rowKey(row), row]));
  const gone = before.filter((row) => !wanted.has(rowKey(row)));
  const come = after.filter((row) => !present.has(rowKey(row)));
  const changed = after.filter((row) => {
    const known = present.get(rowKey(row));
    return known !== undefined && !sameRow(known, row);
  });
  if (after.length === 0) return gone.length === 0 ? [] : [deleteStatement(gone)];
  if (gone.length === 0) return come.length + changed.length === 0 ? [] : [insertStatement([...changed, ...come])];

  const moves = assignTargets(gone, come, after);
  for (const to of changed) {
    const from = present.get(rowKey(to));
    if (from !== undefined) moves.push({ from, to });
  }
  const placed = new Set(moves.map((move) => rowKey(move.to)));
  const left = come.filter((row) => !placed.has(rowKey(row)));
  const statements = [updateStatement(moves)];
  if (left.length > 0) statements.push(insertStatement(left));
  return statements;
}

interface Move {
  readonly from: ServerRow;
  readonly to: ServerRow;
}

/**
 * Which row becomes which: one of the same server where there is one. A row too many becomes a copy of a row that stays:
 * UPDATE OR REPLACE then leaves one of the two, and as they are alike in every column it does not matter which.
 */
function assignTargets(gone: readonly ServerRow[], come: readonly ServerRow[], after: readonly ServerRow[]): Move[] {
  const free = [...come];
  const moves: Move[] = [];
  const waiting: ServerRow[] = [];
  for (const from of gone) {
    const index = free.findIndex((to) => to.hostname === from.hostname && to.port === from.port);
    const to = free[index];
    if (to === undefined) waiting.push(from);
    else moves.push({ from, to: free.splice(index, 1)[0] ?? to });
  }
  for (const from of waiting) {
    const own = after.find((row) => row.hostname === from.hostname && row.port === from.port);
    const to = free.shift() ?? own ?? after[0];
    if (to !== undefined) moves.push({ from, to });
  }
  return moves;
}

function updateStatement(moves: readonly Move[]): string {
  const cases = moves.map((move) => ({
    where: keyCondition(move.from),
    from: rowValues(move.from),
    to: rowValues(move.to),
  }));
  const assignments = ROW_COLUMNS.flatMap((column, index) => {
    const differing = cases.filter(({ from, to }) => from[index] !== to[index]);
    if (differing.length === 0) return [];
    return [
      `${column} = CASE ${differing.map(({ where, to }) => `WHEN ${where} THEN ${to[index]}`).join(' ')} ELSE ${column} END`,
    ];
  });
  return `UPDATE OR REPLACE mysql_servers SET ${assignments.join(', ')} WHERE ${cases.map(({ where }) => `(${where})`).join(' OR ')}`;
}

function deleteStatement(rows: readonly ServerRow[]): string {
  return `DELETE FROM mysql_servers WHERE ${rows.map((row) => `(${keyCondition(row)})`).join(' OR ')}`;
}

function keyCondition(row: ServerRow): string {
  return `hostgroup_id = ${row.hostgroup} AND hostname = ${quoteAdmin(row.hostname)} AND port = ${row.port}`;
}

function insertStatement(rows: readonly ServerRow[]): string {
  const values = rows.map((row) => `(${rowValues(row).join(', ')})`);
  return `INSERT OR REPLACE INTO mysql_servers (${ROW_COLUMNS.join(', ')}) VALUES ${values.join(', ')}`;
}
