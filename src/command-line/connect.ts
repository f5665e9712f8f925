/** From a config to open doors: the admin session, and a way to open sessions to the MySQL servers. */

import { readFileSync } from 'node:fs';
import { ConfigError } from '../config/load.ts';
import type { Config } from '../config/schema.ts';
import { messageOf } from '../message-of.ts';
import { withBackslashEscapes } from '../mysql/backslash-escapes.ts';
import { type Credentials, openSession } from '../mysql/connection.ts';
import { endpointName, type OpenSession, type ServerSession, type Session, Unanswered } from '../mysql/session.ts';
import { cacheSessions } from '../mysql/session-cache.ts';
import { shareSession } from '../mysql/shared-session.ts';
import type { World } from '../run/world.ts';

const ADMIN_CONNECT_TIMEOUT_MS = 2000;

/** As node:timers/promises has it, without loading that for a healthy run, which never sleeps. */
const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** The real world of a run. @throws Unanswered where the admin interface does not answer, ConfigError where sslCa cannot be read. */
export async function openWorld(config: Config): Promise<World> {
  const openApart = opensMysql(config);
  return {
    admin: await openSharedAdmin(config),
    open: cacheSessions(openApart),
    openApart,
    wallClock: Date.now,
    hostUptime,
    now: () => process.uptime() * 1000,
    sleep,
  };
}

/** All clusters of a run ask through it; where it breaks the next statement opens it anew. */
async function openSharedAdmin(config: Config): Promise<Session> {
  const open = cacheSessions(() => openAdmin(config), ADMIN_CONNECT_TIMEOUT_MS);
  const openNow = (): Promise<Session> => open(config.proxysql, ADMIN_CONNECT_TIMEOUT_MS);
  await openNow();
  return shareSession(openNow);
}

/** @throws Unanswered with a message that says what to check. */
export async function openAdmin({ proxysql }: Config): Promise<ServerSession> {
  const endpoint = { host: proxysql.host, port: proxysql.port };
  const credentials = { user: proxysql.user, password: proxysql.password, tls: null };
  try {
    return await openSession(endpoint, credentials, ADMIN_CONNECT_TIMEOUT_MS);
  } catch (error) {
    if (!(error instanceof Unanswered)) throw error;
    const where = `ProxySQL's admin interface at ${endpointName(endpoint)}`;
    throw new Unanswered(error.reason, `${where}: ${adviceFor(error)} (${error.message})`, error.errno);
  }
}

function adviceFor({ reason }: Unanswered): string {
  switch (reason) {
    case 'accessDenied':
      return 'refuses the password; check proxysql.user and proxysql.password against admin-admin_credentials';
    case 'refused':
      return 'does not listen; is ProxySQL running, and is this the port of admin-mysql_ifaces?';
    case 'notMysql':
      return 'is something else; check proxysql.host and proxysql.port';
    default:
      return 'does not answer';
  }
}

function opensMysql(config: Config): OpenSession {
  const credentials: Credentials = { user: config.mysql.user, password: config.mysql.password, tls: tlsOf(config) };
  return withBackslashEscapes((endpoint, timeoutMs) => openSession(endpoint, credentials, timeoutMs));
}

function tlsOf({ mysql: { sslMode, sslCa } }: Config): Credentials['tls'] {
  if (sslMode === 'DISABLED') return null;
  return {
    ...(sslCa === undefined ? {} : { ca: readCa(sslCa) }),
    rejectUnauthorized: sslMode !== 'REQUIRED',
    verifyIdentity: sslMode === 'VERIFY_IDENTITY',
  };
}

function readCa(file: string): string {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new ConfigError(`mysql.sslCa: cannot be read: ${messageOf(error)}`);
  }
  if (!text.includes('-----BEGIN CERTIFICATE-----')) {
    throw new ConfigError(`mysql.sslCa: ${file} holds no certificate in PEM`);
  }
  return text;
}

/** From proc_uptime(5): node:os is not loaded in a run otherwise. */
function hostUptime(): number {
  return Math.round(Number(readFileSync('/proc/uptime', 'utf8').split(' ')[0]) * 1000);
}
