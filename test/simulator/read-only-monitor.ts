/**
 * ProxySQL's monitor with its real mistakes (facts of 2.7.1: MySQL_Monitor.cpp, read_only_action_v2): each server is judged alone,
 * three checks that find nobody count as read_only=1, and a result may be older than the LOAD it is applied after.
 */
import type { ServerRow } from '../../src/proxysql/server-rows.ts';
import { rowKey } from '../../src/proxysql/server-rows.ts';
import type { ModelServer } from './mysql-server.ts';
import type { ModelProxysql } from './proxysql.ts';
import type { Universe } from './universe.ts';

const READ_ONLY_INTERVAL_MS = 1000;
const READ_ONLY_TIMEOUTS = 3;
const PING_INTERVAL_MS = 8000;
const PING_FAILURES = 3;

type Finding = 'writable' | 'readOnly' | 'missed';

export class ReadOnlyMonitor {
  private readonly proxysql: ModelProxysql;
  private readonly universe: Universe;
  private readonly missedChecks = new Map<string, number>();
  private readonly missedPings = new Map<string, number>();

  constructor(proxysql: ModelProxysql, universe: Universe) {
    this.proxysql = proxysql;
    this.universe = universe;
    proxysql.clock.after(universe.random.between(0, PING_INTERVAL_MS), () => this.pingAll(), 'monitor');
    if (proxysql.setup.pairs.length === 0) return;
    proxysql.clock.after(universe.random.between(0, READ_ONLY_INTERVAL_MS), () => this.checkAll(), 'monitor');
  }

  /** Found now, believed a moment later. */
  private checkAll(): void {
    const { clock } = this.proxysql;
    clock.after(READ_ONLY_INTERVAL_MS, () => this.checkAll());
    if (!this.proxysql.isUp) {
      this.forget();
      return;
    }
    const findings = this.checked().map((host): [string, Finding] => [host, this.find(host)]);
    const { incarnation } = this.proxysql;
    clock.after(this.universe.random.between(1, 25), () => {
      if (!this.proxysql.isUp || this.proxysql.incarnation !== incarnation) return;
      for (const [host, finding] of findings) this.believe(host, finding);
    });
  }

  private forget(): void {
    this.missedChecks.clear();
    this.missedPings.clear();
  }

  private checked(): string[] {
    const pairs = this.proxysql.setup.pairs;
    const rows = this.proxysql.runtime.filter(
      (row) =>
        !row.status.startsWith('OFFLINE') &&
        pairs.some(({ writer, reader }) => row.hostgroup === writer || row.hostgroup === reader) &&
        (this.missedPings.get(row.hostname) ?? 0) < PING_FAILURES,
    );
    return [...new Set(rows.map((row) => row.hostname))];
  }

  private reach(host: string): ModelServer | null {
    const { serverAt, network } = this.universe;
    const server = serverAt({ host, port: 3306 });
    return server?.isUp && network.isOpenBothWays(this.proxysql.setup.host, server.host) ? server : null;
  }

  private find(host: string): Finding {
    const server = this.reach(host);
    if (server === null || server.slowMs > 800) return 'missed';
    return server.readOnly ? 'readOnly' : 'writable';
  }

  private believe(host: string, finding: Finding): void {
    const missed = finding === 'missed' ? (this.missedChecks.get(host) ?? 0) + 1 : 0;
    this.missedChecks.set(host, missed);
    if (finding === 'missed' && missed < READ_ONLY_TIMEOUTS) return;
    const moved = moveFor(this.proxysql, host, finding !== 'writable');
    if (moved === null) return;
    this.universe.story.say(() => `ProxySQL's monitor: ${host} is ${finding}: ${placesOf(host, moved)}`);
    this.proxysql.setRuntime(moved);
  }

  private pingAll(): void {
    this.proxysql.clock.after(PING_INTERVAL_MS, () => this.pingAll());
    if (!this.proxysql.isUp) {
      this.forget();
      return;
    }
    for (const host of new Set(this.proxysql.runtime.map((row) => row.hostname))) this.ping(host);
  }

  private ping(host: string): void {
    const missed = this.reach(host) === null ? (this.missedPings.get(host) ?? 0) + 1 : 0;
    this.missedPings.set(host, missed);
    const [from, to] = missed >= PING_FAILURES ? (['ONLINE', 'SHUNNED'] as const) : (['SHUNNED', 'ONLINE'] as const);
    if (missed > 0 && missed < PING_FAILURES) return;
    const { runtime } = this.proxysql;
    if (!runtime.some((row) => row.hostname === host && row.status === from)) return;
    this.universe.story.say(() => `ProxySQL's monitor: ${host} is ${to}`);
    this.proxysql.setRuntime(
      runtime.map((row) => (row.hostname === host && row.status === from ? { ...row, status: to } : row)),
    );
  }
}

function moveFor(proxysql: ModelProxysql, host: string, readOnly: boolean): ServerRow[] | null {
  const { runtime, setup } = proxysql;
  const rows = new Map(runtime.map((row) => [rowKey(row), row]));
  let isMoved = false;
  for (const { writer, reader } of setup.pairs) {
    const own = runtime.filter((row) => row.hostname === host);
    const asWriter = own.find((row) => row.hostgroup === writer);
    const asReader = own.find((row) => row.hostgroup === reader);
    const from = readOnly ? asWriter : asReader;
    if (from === undefined || (!readOnly && asWriter !== undefined)) continue;
    isMoved = true;
    const copy: ServerRow = {
      ...from,
      hostgroup: readOnly ? reader : writer,
      status: from.status === 'SHUNNED' ? 'ONLINE' : from.status,
    };
    if (!rows.has(rowKey(copy))) rows.set(rowKey(copy), copy);
    if (readOnly || !setup.writerIsAlsoReader) rows.delete(rowKey(from));
  }
  return isMoved ? [...rows.values()] : null;
}

export function placesOf(host: string, rows: readonly ServerRow[]): string {
  const places = rows.filter((row) => row.hostname === host).map((row) => `${row.hostgroup} ${row.status}`);
  return places.length === 0 ? 'nowhere' : `in ${places.join(', ')}`;
}
