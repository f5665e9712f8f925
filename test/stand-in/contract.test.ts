// Replays what a real ProxySQL 2.7.1 answered on its admin port, in order, from an empty start with the monitor off.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Connection, createConnection, type ResultSetHeader, type RowDataPacket } from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { labKinds, type ProxySQL, startProxySQL } from '../lab/proxysql.ts';
import { repositoryRoot } from '../lab/repository.ts';

type Answer =
  | { columns: string[]; rows: (string | null)[][] }
  | { ok: { affectedRows: number; info: string } }
  | { error: { errno: number; sqlState: string; message: string } };

type Recorded = { sql: string } & Answer;

type Section = { title: string; recorded: Recorded[] };

const recordingFile = join(repositoryRoot(), 'test', 'stand-in', 'admin-answers-2.7.1.jsonl');

function readSections(): Section[] {
  const sections: Section[] = [];
  for (const line of readFileSync(recordingFile, 'utf8').trim().split('\n')) {
    const entry: { note: string } | Recorded = JSON.parse(line);
    if ('note' in entry) sections.push({ title: entry.note, recorded: [] });
    else sections.at(-1)?.recorded.push(entry);
  }
  return sections;
}

async function ask(connection: Connection, sql: string): Promise<Answer> {
  try {
    const [result, fields] = await connection.query<RowDataPacket[][] | ResultSetHeader>({ sql, rowsAsArray: true });
    if (Array.isArray(result)) {
      return { columns: fields.map(({ name }) => name), rows: result as unknown as (string | null)[][] };
    }
    return { ok: { affectedRows: result.affectedRows, info: result.info } };
  } catch (error) {
    if (!(error instanceof Error && 'errno' in error && 'sqlState' in error)) throw error;
    return { error: { errno: Number(error.errno), sqlState: String(error.sqlState), message: error.message } };
  }
}

/** Checksums of modules that a later version has and 2.7.1 has not are no difference. */
function onlyRecordedNames(answer: Answer, recorded: Answer): Answer {
  if (!('rows' in answer) || !('rows' in recorded)) return answer;
  const names = new Set(recorded.rows.map(([name]) => name));
  return { ...answer, rows: answer.rows.filter(([name]) => names.has(name ?? '')) };
}

/** What this very ProxySQL should answer where 2.7.1 answered `recorded`: its own version where the version is asked for. */
function expected({ sql, ...recorded }: Recorded, version: string): Answer {
  if (!('rows' in recorded) || !/version\(\)|@@version$|admin-version/.test(sql)) return recorded;
  return { ...recorded, rows: recorded.rows.map((row) => row.map((value) => (value === '2.7.1' ? version : value))) };
}

describe.each(await labKinds())('the admin port of the %s answers as ProxySQL 2.7.1 did', (kind) => {
  let proxysql: ProxySQL;
  let connection: Connection;

  beforeAll(async () => {
    proxysql = await startProxySQL({ kind });
    console.log(`contract test against: ${proxysql.description}`);
    connection = await createConnection({
      host: proxysql.adminHost,
      port: proxysql.adminPort,
      user: proxysql.adminUser,
      password: proxysql.adminPassword,
    });
  }, 60_000);

  afterAll(async () => {
    connection?.destroy();
    await proxysql?.destroy();
  });

  test.each(readSections())('$title', async ({ recorded }) => {
    expect(recorded.length).toBeGreaterThan(0);
    for (const entry of recorded) {
      const answer = await ask(connection, entry.sql);
      const comparable = entry.sql.includes('runtime_checksums_values') ? onlyRecordedNames(answer, entry) : answer;
      expect({ sql: entry.sql, ...comparable }).toEqual({ sql: entry.sql, ...expected(entry, proxysql.version) });
    }
  });
});
