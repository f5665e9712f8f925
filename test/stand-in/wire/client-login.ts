import { connect, type Socket } from 'node:net';
import { Capability, OFFERED_CAPABILITIES } from './constants.ts';
import { cursor, lengthEncodedBytes, nullTerminated, readBytes, readNullTerminated, readUInt, uint } from './fields.ts';
import { frame, type PacketSource, packetSource } from './packets.ts';
import { type AuthPlugin, encryptPassword, scramble } from './passwords.ts';
import { type ErrorFields, isError, isOk, parseError } from './replies.ts';

export type BackendAddress = { host: string; port: number };

export type BackendLogin = {
  user: string;
  password: string;
  database: string | null;
  characterSet: number;
  /** CLIENT_FOUND_ROWS: affected rows count the rows matched. */
  foundRows: boolean;
};

export type LoggedIn = { socket: Socket; source: PacketSource; serverVersion: string; connectionId: number };

/** Why a server could not be logged in to: its own error, or the client library's 2002 and 2003 family. */
export type LoginFailure = ErrorFields;

/** Errno names as libc numbers, as the MariaDB client library prints them in "Can't connect to server on". */
const ERRNO: Record<string, number> = {
  ECONNREFUSED: 111,
  ECONNRESET: 104,
  ETIMEDOUT: 110,
  EHOSTUNREACH: 113,
  ENETUNREACH: 101,
  EPIPE: 32,
};

function parseGreeting(payload: Buffer): {
  serverVersion: string;
  connectionId: number;
  nonce: Buffer;
  plugin: string;
} {
  const at = cursor(payload);
  if (readUInt(at, 1) !== 10) throw new Error('not a MySQL server');
  const serverVersion = readNullTerminated(at).toString();
  const connectionId = readUInt(at, 4);
  const first = readBytes(at, 8);
  readBytes(at, 1 + 2 + 1 + 2 + 2);
  const length = readUInt(at, 1);
  readBytes(at, 10);
  const second = readBytes(at, Math.max(13, length - 8)).subarray(0, 12);
  const plugin = at.offset < payload.length ? readNullTerminated(at).toString() : 'mysql_native_password';
  return { serverVersion, connectionId, nonce: Buffer.concat([first, second]), plugin };
}

function knownPlugin(name: string): AuthPlugin | null {
  return name === 'mysql_native_password' || name === 'caching_sha2_password' ? name : null;
}

function response(login: BackendLogin, token: Buffer, plugin: AuthPlugin): Buffer {
  const unwanted =
    (login.foundRows ? 0 : Capability.foundRows) | (login.database === null ? Capability.connectWithDatabase : 0);
  const capabilities = OFFERED_CAPABILITIES & ~unwanted;
  return Buffer.concat([
    uint(capabilities, 4),
    uint(0x40000000, 4),
    uint(login.characterSet, 1),
    Buffer.alloc(23),
    nullTerminated(login.user),
    lengthEncodedBytes(token),
    login.database === null ? Buffer.alloc(0) : nullTerminated(login.database),
    nullTerminated(plugin),
  ]);
}

const PROTOCOL_MISMATCH: LoginFailure = { errno: 2007, sqlState: 'HY000', message: 'Protocol mismatch' };

const LOST: LoginFailure = {
  errno: 2013,
  sqlState: 'HY000',
  message: "Lost connection to server at 'handshake: reading initial communication packet', system error: 104",
};

async function authenticate(
  socket: Socket,
  source: PacketSource,
  login: BackendLogin,
): Promise<LoggedIn | LoginFailure> {
  const first = await source.next();
  if (first === null) return LOST;
  if (isError(first.payload)) return parseError(first.payload);
  let greeting: ReturnType<typeof parseGreeting>;
  try {
    greeting = parseGreeting(first.payload);
  } catch {
    return PROTOCOL_MISMATCH;
  }
  let nonce = greeting.nonce;
  let plugin = knownPlugin(greeting.plugin) ?? 'caching_sha2_password';
  socket.write(frame(first.sequence + 1, response(login, scramble(plugin, login.password, nonce), plugin)));
  for (;;) {
    const packet = await source.next();
    if (packet === null) return LOST;
    const { payload } = packet;
    const reply = (answer: Buffer): void => {
      socket.write(frame(packet.sequence + 1, answer));
    };
    if (isOk(payload)) {
      return { socket, source, serverVersion: greeting.serverVersion, connectionId: greeting.connectionId };
    }
    if (isError(payload)) return parseError(payload);
    if (payload[0] === 0xfe) {
      const at = cursor(payload, 1);
      const name = readNullTerminated(at).toString();
      const switched = knownPlugin(name);
      if (switched === null) {
        return { errno: 2059, sqlState: 'HY000', message: `Authentication plugin '${name}' cannot be loaded` };
      }
      plugin = switched;
      nonce = Buffer.from(payload.subarray(at.offset, at.offset + 20));
      reply(scramble(plugin, login.password, nonce));
    } else if (payload[0] === 0x01 && payload[1] === 0x04 && payload.length === 2) {
      reply(Buffer.from([0x02]));
    } else if (payload[0] === 0x01 && payload.length > 2) {
      reply(encryptPassword(login.password, nonce, payload.subarray(1).toString()));
    }
  }
}

/**
 * Connects and logs in to a MySQL server within `timeoutMs`. Resolves to a LoginFailure when that cannot be done:
 * 2002 when the connection was refused or timed out (with the text of the MariaDB client library, which ProxySQL
 * uses), the server's own error otherwise.
 */
export async function logIn(
  address: BackendAddress,
  login: BackendLogin,
  timeoutMs: number,
): Promise<LoggedIn | LoginFailure> {
  const socket = connect({ host: address.host, port: address.port, noDelay: true });
  const source = packetSource(socket);
  const cannotConnect = (errno: number): LoginFailure => ({
    errno: 2002,
    sqlState: 'HY000',
    message: `Can't connect to server on '${address.host}' (${errno})`,
  });
  let timer: NodeJS.Timeout | null = null;
  const result = await Promise.race([
    new Promise<LoginFailure>((resolve) => {
      socket.on('error', (error: NodeJS.ErrnoException) => resolve(cannotConnect(ERRNO[error.code ?? ''] ?? 115)));
      timer = setTimeout(() => resolve(cannotConnect(110)), timeoutMs);
    }),
    authenticate(socket, source, login),
  ]);
  if (timer !== null) clearTimeout(timer);
  if (!('socket' in result)) {
    source.close();
    socket.destroy();
  }
  return result;
}
