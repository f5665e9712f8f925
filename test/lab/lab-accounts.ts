// The accounts every laboratory server has, made from the project's own SQL so that the documented grants are what tests run with.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from './repository.ts';

/** Password of each account, by user name. `root` and `app` exist in the laboratory only. */
export const labPasswords = {
  root: 'lab-root',
  failover: 'lab-failover',
  repl: 'lab-repl',
  monitor: 'lab-monitor',
  app: 'lab-app',
} as const;

/** Splits a script into statements without comments, each on one line (mysqld's --init-file reads lines). Knows quotes, not DELIMITER. */
export function splitStatements(script: string): string[] {
  const statements: string[] = [];
  let current = '';
  const token =
    /'(?:[^'\\]|\\.|'')*'|"(?:[^"\\]|\\.|"")*"|`[^`]*`|--(?=\s|$)[^\n]*|#[^\n]*|\/\*[\s\S]*?\*\/|;|\s+|[\s\S]/gm;
  for (const [piece] of script.matchAll(token)) {
    if (piece === ';') {
      if (current.trim() !== '') statements.push(current.trim());
      current = '';
    } else if (/^(\s|--\s|--$|#|\/\*)/.test(piece)) {
      current += ' ';
    } else {
      current += piece;
    }
  }
  if (current.trim() !== '') statements.push(current.trim());
  return statements.map((statement) => statement.replace(/ +/g, ' '));
}

/** The statements that make the accounts and the schema `shop`, none of them written to the binary log. */
export function accountStatements(): string[] {
  const accountsFile = join(repositoryRoot(), 'proxysql', 'mysql-accounts.sql');
  const script = readFileSync(accountsFile, 'utf8').replace(/change-me-(failover|repl|monitor)/g, (_, user: string) =>
    user === 'failover' || user === 'repl' || user === 'monitor' ? labPasswords[user] : '',
  );
  const left = /change-me-\w+/.exec(script);
  if (left !== null) throw new Error(`mysql-accounts.sql has a password the laboratory does not know: ${left[0]}`);
  return [
    'SET sql_log_bin = 0',
    ...splitStatements(script),
    `CREATE USER 'root'@'%' IDENTIFIED BY '${labPasswords.root}'`,
    `GRANT ALL ON *.* TO 'root'@'%' WITH GRANT OPTION`,
    `ALTER USER 'root'@'localhost' IDENTIFIED BY '${labPasswords.root}'`,
    'CREATE SCHEMA shop',
    `CREATE USER 'app'@'%' IDENTIFIED BY '${labPasswords.app}'`,
    `GRANT ALL ON shop.* TO 'app'@'%'`,
  ];
}
