// Options of the laboratory's servers: small, quick to start, otherwise as MySQL ships.

/** Options as mysqld takes them on its command line: `{ 'server-id': '1' }` is --server-id=1, an empty value is the bare --name. */
export type MysqldOptions = Readonly<Record<string, string>>;

/** Command-line arguments; later options win over earlier ones of the same name, whether written with - or _. */
export function optionArguments(...all: readonly MysqldOptions[]): string[] {
  const merged = new Map<string, string>();
  for (const options of all) {
    for (const [name, value] of Object.entries(options)) {
      const canonical = name.replaceAll('_', '-');
      merged.delete(canonical);
      merged.set(canonical, value);
    }
  }
  return [...merged].map(([name, value]) => (value === '' ? `--${name}` : `--${name}=${value}`));
}

const asRoot: MysqldOptions = process.getuid?.() === 0 ? { user: 'root' } : {};

/** What the template and every server copied from it must have in common. */
const commonOptions: MysqldOptions = {
  ...asRoot,
  mysqlx: 'OFF',
  'secure-file-priv': 'NULL',
  'innodb-data-file-path': 'ibdata1:5M:autoextend',
  'innodb-flush-method': 'fsync',
};

/** For building the template once: roomy, since a full redo log makes initialising slow. */
export const templateOptions: MysqldOptions = {
  ...commonOptions,
  'skip-log-bin': '',
  'innodb-buffer-pool-size': '128M',
  'loose-innodb-redo-log-capacity': '64M',
  'innodb-doublewrite': 'OFF',
};

/** For every server. */
export const serverOptions: MysqldOptions = {
  ...commonOptions,
  // Nothing acknowledged is lost by SIGKILL: each commit has been written to the page cache, which outlives the process.
  'innodb-flush-log-at-trx-commit': '2',
  'sync-binlog': '0',
  'innodb-buffer-pool-size': '16M',
  'innodb-buffer-pool-load-at-startup': 'OFF',
  'innodb-buffer-pool-dump-at-shutdown': 'OFF',
  'loose-innodb-redo-log-capacity': '8M',
  'innodb-log-buffer-size': '1M',
  'innodb-use-native-aio': 'OFF',
  'innodb-read-io-threads': '1',
  'innodb-write-io-threads': '1',
  'innodb-purge-threads': '1',
  'table-open-cache': '256',
  'table-definition-cache': '400',
  'temptable-max-ram': '2M',
  'key-buffer-size': '8',
  'performance-schema-max-table-instances': '500',
  'performance-schema-max-thread-instances': '200',
  'performance-schema-digests-size': '100',
  'skip-name-resolve': '',
  'gtid-mode': 'ON',
  'enforce-gtid-consistency': 'ON',
  'log-bin': 'binlog',
  'relay-log': 'relay',
  'relay-log-recovery': 'ON',
  // The laboratory knocks on the port of servers that are just starting; that must never block the host.
  'max-connect-errors': '1000000',
};

/** Adds semi-synchronous replication to a server, both sides loaded and off (MySQL 8.0.26 and newer). */
export const semiSyncOptions: MysqldOptions = {
  'plugin-load-add': 'semisync_source.so;semisync_replica.so',
};
