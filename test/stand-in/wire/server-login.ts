import { randomBytes } from 'node:crypto';
import type { Socket } from 'node:net';
import { Capability, Status } from './constants.ts';
import {
  cursor,
  nullTerminated,
  readBytes,
  readLengthEncodedBytes,
  readNullTerminated,
  readUInt,
  uint,
} from './fields.ts';
import { frame, type PacketSource } from './packets.ts';
import { type AuthPlugin, scramble } from './passwords.ts';
import { errorPayload, okPayload } from './replies.ts';

export type LoginRequest = {
  user: string;
  database: string | null;
  capabilities: number;
  characterSet: number;
};

export type LoginOptions = {
  connectionId: number;
  serverVersion: string;
  plugin: AuthPlugin;
  capabilities: number;
  /** The cleartext password of a user, or null when there is no such user. */
  passwordOf: (user: string) => string | null;
  /** Called when the password was right; a text refuses the login after all. */
  refuse?: (request: LoginRequest) => { errno: number; sqlState: string; message: string } | null;
};

function greeting(options: LoginOptions, nonce: Buffer): Buffer {
  return Buffer.concat([
    uint(10, 1),
    nullTerminated(options.serverVersion),
    uint(options.connectionId, 4),
    nonce.subarray(0, 8),
    uint(0, 1),
    uint(options.capabilities & 0xffff, 2),
    uint(33, 1),
    uint(Status.autocommit, 2),
    uint(options.capabilities >>> 16, 2),
    uint(21, 1),
    Buffer.alloc(10),
    nullTerminated(nonce.subarray(8)),
    nullTerminated(options.plugin),
  ]);
}

function parseResponse(payload: Buffer): LoginRequest & { token: Buffer; plugin: string } {
  const at = cursor(payload);
  const capabilities = readUInt(at, 4);
  readUInt(at, 4);
  const characterSet = readUInt(at, 1);
  readBytes(at, 23);
  const user = readNullTerminated(at).toString();
  const token =
    capabilities & Capability.pluginAuthLengthEncoded
      ? (readLengthEncodedBytes(at) ?? Buffer.alloc(0))
      : readBytes(at, readUInt(at, 1));
  const named = capabilities & Capability.connectWithDatabase && at.offset < payload.length;
  const database = named ? readNullTerminated(at).toString() : '';
  const plugin = capabilities & Capability.pluginAuth ? readNullTerminated(at).toString() : 'mysql_native_password';
  return { user, database: database === '' ? null : database, capabilities, characterSet, token, plugin };
}

/** The text ProxySQL refuses a login with (MySQL_Session.cpp). */
function accessDenied(user: string, address: string, usingPassword: boolean): string {
  return `ProxySQL Error: Access denied for user '${user}'@'${address}' (using password: ${usingPassword ? 'YES' : 'NO'})`;
}

/**
 * Greets a client and checks its password. Resolves to who logged in, or to null when the login failed or the
 * client went away; the client has then been told and the socket ended.
 */
export async function acceptLogin(
  socket: Socket,
  source: PacketSource,
  options: LoginOptions,
): Promise<LoginRequest | null> {
  const nonce = Buffer.from(randomBytes(20).map((byte) => (byte % 93) + 33));
  socket.write(frame(0, greeting(options, nonce)));
  const packet = await source.next();
  if (packet === null) return null;
  let response: ReturnType<typeof parseResponse>;
  try {
    response = parseResponse(packet.payload);
  } catch {
    socket.destroy();
    return null;
  }
  let { token } = response;
  let sequence = packet.sequence;
  if (response.plugin !== options.plugin) {
    socket.write(
      frame(sequence + 1, Buffer.concat([uint(0xfe, 1), nullTerminated(options.plugin), nullTerminated(nonce)])),
    );
    const answer = await source.next();
    if (answer === null) return null;
    token = answer.payload;
    sequence = answer.sequence;
  }
  const { user, database, capabilities, characterSet } = response;
  const request: LoginRequest = { user, database, capabilities, characterSet };
  const password = options.passwordOf(user);
  const right = password !== null && scramble(options.plugin, password, nonce).equals(token);
  const refusal = right
    ? (options.refuse?.(request) ?? null)
    : {
        errno: 1045,
        sqlState: '28000',
        message: accessDenied(user, socket.remoteAddress ?? '', password !== null || token.length > 0),
      };
  if (refusal !== null) {
    socket.end(frame(sequence + 1, errorPayload(refusal)));
    return null;
  }
  if (options.plugin === 'caching_sha2_password' && token.length > 0) {
    // 0x01 0x03: fast authentication succeeded, the OK packet follows.
    socket.write(frame(sequence + 1, Buffer.from([0x01, 0x03])));
    sequence += 1;
  }
  socket.write(frame(sequence + 1, okPayload()));
  return request;
}
