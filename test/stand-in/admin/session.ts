import type { Socket } from 'node:net';
import { parseCredentials } from '../config.ts';
import { Command, OFFERED_CAPABILITIES } from '../wire/constants.ts';
import { frame, frameAll, packetSource } from '../wire/packets.ts';
import { errorPayload, okPayload, resultSetPayloads } from '../wire/replies.ts';
import { acceptLogin } from '../wire/server-login.ts';
import { interpret, type ProxysqlCommand, squeeze } from './commands.ts';
import { refreshTables, runSql, type Store } from './store.ts';
import { transferModule } from './transfer.ts';

/** ProxySQL's admin sets SERVER_STATUS_NO_BACKSLASH_ESCAPES besides autocommit. */
const ADMIN_STATUS = 0x202;

const LOCAL_ONLY = new Set(['admin', 'stats', 'monitor']);
const LOCAL_ADDRESSES = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1']);

export type AdminHooks = {
  /** Returns whether the client gets an OK; shutdown and restart never answer. */
  onCommand: (command: ProxysqlCommand) => boolean;
};

type Who = { user: string; address: string; stats: boolean };

const errorPayloads = (message: string): Buffer[] => [errorPayload({ errno: 1045, sqlState: '28000', message })];

const okPayloads = (info = '', affectedRows = 0): Buffer[] => [
  okPayload({ info, affectedRows, statusFlags: ADMIN_STATUS }),
];

const rowsPayloads = (columns: string[], rows: (string | null)[][]): Buffer[] =>
  resultSetPayloads(
    columns.map((name) => ({ name })),
    rows,
    ADMIN_STATUS,
  );

function sqlPayloads(store: Store, sql: string, readOnly: boolean): Buffer[] {
  try {
    const result = runSql(store, sql, readOnly);
    return 'columns' in result ? rowsPayloads(result.columns, result.rows) : okPayloads('', result.affectedRows);
  } catch (failure) {
    const message = failure instanceof Error ? failure.message : String(failure);
    // What SQLite says to ProxySQL when a text has no statement in it.
    return errorPayloads(`ProxySQL Admin Error: ${message === 'Nothing to prepare' ? 'not an error' : message}`);
  }
}

/** The payloads that answer one statement; null when the client gets no answer. */
function answer(store: Store, text: string, who: Who, hooks: AdminHooks): Buffer[] | null {
  refreshTables(store, squeeze(text));
  if (who.stats) return sqlPayloads(store, text, true);
  const readOnly = store.variables.get('admin-read_only') === 'true';
  const version = store.variables.get('admin-version') ?? '';
  const action = interpret(text, { user: who.user, address: who.address, readOnly, version });
  switch (action.kind) {
    case 'transfer':
      store.log('INFO', `Received ${squeeze(text)} command`);
      transferModule(store, action.module, action.direction);
      return okPayloads();
    case 'proxysql':
      store.log('INFO', `Received ${squeeze(text)} command`);
      return hooks.onCommand(action.command) ? okPayloads() : null;
    case 'ok':
      return okPayloads(action.info);
    case 'error':
      return errorPayloads(action.message);
    case 'rows':
      return rowsPayloads(action.columns, action.rows);
    case 'sql':
      return sqlPayloads(store, action.sql, readOnly);
  }
}

/** Serves one connection to the admin port until the client leaves. */
export async function serveAdmin(store: Store, socket: Socket, connectionId: number, hooks: AdminHooks): Promise<void> {
  socket.setNoDelay(true);
  socket.on('error', () => socket.destroy());
  const source = packetSource(socket);
  const address = socket.remoteAddress ?? '';
  const admins = parseCredentials(store.variables.get('admin-admin_credentials') ?? '');
  const readers = parseCredentials(store.variables.get('admin-stats_credentials') ?? '');
  const login = await acceptLogin(socket, source, {
    connectionId,
    serverVersion: store.settings.serverVersion,
    plugin: store.settings.authPlugin,
    capabilities: OFFERED_CAPABILITIES,
    passwordOf: (user) => admins.get(user) ?? readers.get(user) ?? null,
    refuse: ({ user }) =>
      LOCAL_ONLY.has(user) && !LOCAL_ADDRESSES.has(address)
        ? { errno: 1040, sqlState: '42000', message: `User '${user}' can only connect locally` }
        : null,
  });
  if (login === null) return;
  const who: Who = { user: login.user, address, stats: !admins.has(login.user) };
  for (;;) {
    const packet = await source.next();
    if (packet === null || packet.payload[0] === Command.quit) break;
    const text = packet.payload.subarray(1).toString();
    switch (packet.payload[0]) {
      case Command.query: {
        const payloads = answer(store, text, who, hooks);
        if (payloads === null) return;
        socket.write(frameAll(1, payloads));
        break;
      }
      case Command.ping:
      case Command.initDatabase:
        socket.write(frame(1, okPayload({ statusFlags: ADMIN_STATUS })));
        break;
      case Command.changeUser:
        // The real one never answers here (seen on 2.7.1).
        break;
      case Command.closeStatement:
        break;
      default:
        socket.write(frame(1, errorPayload({ errno: 1045, sqlState: '28000', message: 'Command not supported' })));
    }
  }
  socket.end();
}
