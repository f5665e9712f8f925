/** What runs change, and what they send: of the servers by their general logs, of ProxySQL by its tables. */
import type { GeneralLogEntry } from '../lab/general-log.ts';
import type { MysqlServer } from '../lab/mysql-server.ts';

export interface Watch {
  /** Statements of the account failover that do more than read, by server, and every table of ProxySQL that differs. */
  readonly changes: () => Promise<string[]>;
  /** Everything the account failover sent to a server. */
  readonly sent: (server: MysqlServer) => Promise<string[]>;
}

/** What a statement that changes nothing on the server begins with; SET SESSION is of the session that holds the lock. */
export const READS = /^(SELECT|SHOW|SET SESSION)\s/;

export async function watch(
  servers: readonly MysqlServer[],
  tables: () => Promise<Record<string, readonly string[]>>,
): Promise<Watch> {
  const marks = new Map<MysqlServer, number>();
  for (const server of servers) {
    if (server.state() === 'running') marks.set(server, await server.startGeneralLog());
  }
  const before = await tables();
  const entries = async (server: MysqlServer): Promise<GeneralLogEntry[]> => {
    const mark = marks.get(server);
    return mark === undefined ? [] : (await server.generalLogSince(mark)).filter(({ user }) => user === 'failover');
  };
  const sent = async (server: MysqlServer): Promise<string[]> =>
    (await entries(server)).filter(({ command }) => command === 'Query').map(({ text }) => text);
  return {
    sent,
    changes: async () => {
      const found: string[] = [];
      for (const server of marks.keys()) {
        for (const { command, text } of await entries(server)) {
          if (command === 'Connect' || command === 'Quit') continue;
          if (command !== 'Query' || !READS.test(text)) found.push(`${server.name}: ${command} ${text}`);
        }
      }
      const after = await tables();
      for (const [name, rows] of Object.entries(after)) {
        if (rows.join('\n') !== before[name]?.join('\n')) {
          found.push(`${name}:\n  before ${before[name]?.join('\n         ')}\n  after  ${rows.join('\n         ')}`);
        }
      }
      return found;
    },
  };
}

/** What changed beside the row that remembers the trouble itself. */
export function beyondMemory(changes: readonly string[]): string[] {
  return changes.filter((change) => !change.startsWith('disk.proxysql_failover_state:'));
}
