/** Whole failovers of a model cluster, killed and begun again: what must hold at every moment, and how it must end. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Killed, ModelCluster, type ServerSeed } from '../../test/observations/model.ts';
import { AT, at, gtids, QUARANTINE, READER, row, SHOP, uuid, WRITER } from '../../test/observations/observation.ts';
import { LIMITS, SETTINGS } from '../../test/observations/settings.ts';
import { diagnose } from '../diagnose/diagnose.ts';
import { contains, type GtidSet, unionOf } from '../mysql/gtid-set.ts';
import { MAKE_WRITABLE } from '../mysql/statements.ts';
import type { ClusterMemory } from '../observe/memory.ts';
import { planFor } from '../plan/plan.ts';
import { isRefusal } from '../plan/steps.ts';
import type { ServerRow } from '../proxysql/server-rows.ts';
import { rememberHealthy, writeMemory } from '../record/record.ts';
import { walk } from './walk.ts';

/** What does not come at once in the model never comes. */
const IMPATIENT = { ...SETTINGS, applyTimeoutMs: 1000, repointTimeoutMs: 1000 };
/** One server in three serves reads of another cluster: a row that nobody may touch. */
const FOREIGN = row(77, 'b', { weight: 3, comment: "other's" });

type Return = 'stays dead' | 'comes back writable' | 'comes back read-only' | 'comes back with less';
type Layout = 'plain' | 'writer reads too' | 'monitor moved it' | 'all writers in memory' | 'all writers';

interface Scene {
  readonly seeds: readonly ServerSeed[];
  readonly layout: Layout;
  readonly never: readonly string[];
  readonly kills: readonly number[];
  readonly primary: Return;
  readonly dies: string | null;
}

function rowsOf(names: readonly string[], layout: Layout): { memory: ServerRow[]; runtime: ServerRow[] } {
  const readers = names
    .filter((name) => name !== 'a')
    .map((name, i) => row(READER, name, { weight: 10 + i, comment: name }));
  const a = row(WRITER, 'a', { weight: 100, maxConnections: 50, comment: 'a' });
  const plain = [a, ...readers, FOREIGN];
  const allWriters = plain.map((one) => (one === FOREIGN ? one : { ...one, hostgroup: WRITER }));
  switch (layout) {
    case 'plain':
      return { memory: plain, runtime: plain };
    case 'writer reads too': {
      const both = [...plain, { ...a, hostgroup: READER, weight: 1 }];
      return { memory: both, runtime: both };
    }
    case 'monitor moved it':
      return { memory: plain, runtime: [{ ...a, hostgroup: READER }, ...readers, FOREIGN] };
    case 'all writers in memory':
      return { memory: allWriters, runtime: plain };
    case 'all writers':
      return { memory: allWriters, runtime: allWriters };
  }
}

function build({ seeds, layout, never }: Scene): ModelCluster {
  const { memory, runtime } = rowsOf(
    seeds.map(({ name }) => name),
    layout,
  );
  const cluster = {
    ...SHOP,
    promotionRules: Object.fromEntries(never.map((name) => [`${name}:3306`, 'never' as const])),
  };
  const model = new ModelCluster(cluster, seeds, memory, runtime);
  model.monitors = layout === 'monitor moved it' || layout === 'all writers in memory';
  return model;
}

/** One run as `runCluster` makes it, without what it says and records. */
async function run(model: ModelCluster): Promise<string> {
  let now = 0;
  const hands = {
    admin: model.adminSession,
    open: model.open,
    openApart: model.open,
    connectTimeoutMs: 1000,
    replicationPassword: 'it is secret',
    now: () => now,
    sleep: async (ms: number) => {
      now += ms;
    },
    journal: { say: () => undefined },
    whyNotLocked: async () => null,
    whoIsBack: async () => null,
  };
  const remember = async (memory: ClusterMemory, before: ClusterMemory | null) => {
    if (JSON.stringify(memory) === JSON.stringify(before)) return;
    await writeMemory(memory, { admin: model.adminSession, wallClock: () => AT }, hands.journal);
  };
  for (let looks = 0; looks < 6; looks += 1) {
    const observation = model.observe();
    const diagnosis = diagnose(observation, LIMITS);
    const plan = planFor(observation, diagnosis, IMPATIENT);
    if (plan === null) {
      await remember(rememberHealthy(observation, diagnosis, LIMITS), observation.memory);
      return diagnosis.name;
    }
    if (isRefusal(plan)) return `refused: ${plan.refused}`;
    const walked = await walk(plan.stages, hands);
    if (walked.end === 'failed') return `failed: ${walked.troubles.join('; ')}`;
    if (walked.end === 'lookAgain') continue;
    if (plan.memoryAfter !== null) {
      const { halted = [], haltedAppliers = [] } = walked.memory ?? observation.memory ?? {};
      const { length } = walked.troubles;
      await remember(
        length === 0 ? plan.memoryAfter : { ...plan.memoryAfter, halted, haltedAppliers },
        observation.memory,
      );
    }
    return `did: ${plan.says}`;
  }
  return 'still not over';
}

/** Runs until there is nothing more to do; what the last two runs said is the same then. */
async function runToTheEnd(model: ModelCluster): Promise<string> {
  let last = '';
  for (let runs = 0; runs < 12; runs += 1) {
    const said = await run(model);
    if (said === last) return said;
    last = said;
  }
  return `never ends: ${last}`;
}

function receivedByReplicas(model: ModelCluster): GtidSet {
  const sets = [...model.servers.values()]
    .filter(({ name }) => name !== 'a')
    .flatMap(({ executed, channel }) => [executed, channel?.retrieved ?? gtids('')]);
  return unionOf(...sets);
}

async function playOut(scene: Scene, model: ModelCluster): Promise<string> {
  const a = model.servers.get('a');
  for (const after of scene.kills) {
    model.killRunAfter(after);
    try {
      await run(model);
    } catch (error) {
      if (!(error instanceof Killed)) throw error;
    }
    model.killRunAfter(Number.POSITIVE_INFINITY);
  }
  if (a !== undefined && scene.primary !== 'stays dead') {
    a.alive = true;
    a.readOnly = scene.primary === 'comes back read-only';
    // As after a crash without sync_binlog = 1: its last transactions are gone, and its replicas have them.
    if (scene.primary === 'comes back with less') a.executed = gtids('a:1-5');
  }
  const victim = scene.dies === null ? undefined : model.servers.get(scene.dies);
  if (victim !== undefined) victim.alive = false;
  model.settle();
  return runToTheEnd(model);
}

/** What each replica has is a prefix of a's transactions, so that nobody diverges. */
const replica = (name: string): fc.Arbitrary<ServerSeed> =>
  fc
    .record({
      executed: fc.integer({ min: 1, max: 9 }),
      received: fc.integer({ min: 1, max: 9 }),
      applier: fc.constantFrom(true, true, true, false),
      logBin: fc.constantFrom(true, true, true, true, false),
      source: fc.constantFrom('a', 'a', 'a', 'a', name === 'b' ? 'a' : 'b'),
    })
    .map(({ executed, received, applier, logBin, source }) => ({
      name,
      logBin,
      executed: gtids(`a:1-${executed}`),
      channel: { source, receiver: true, applier, retrieved: gtids(`a:${executed}-${Math.max(executed, received)}`) },
    }));

function scenes(overrides: Partial<Record<'primary' | 'dies', fc.Arbitrary<unknown>>> = {}): fc.Arbitrary<Scene> {
  return fc.record({
    seeds: fc
      .tuple(replica('b'), replica('c'), fc.option(replica('d'), { nil: undefined }))
      .map((replicas): ServerSeed[] => [
        { name: 'a', alive: false, readOnly: false, executed: gtids('a:1-9'), channel: null },
        ...replicas.filter((one) => one !== undefined),
      ]),
    layout: fc.constantFrom<Layout>(
      'plain',
      'writer reads too',
      'monitor moved it',
      'all writers in memory',
      'all writers',
    ),
    never: fc.subarray(['b', 'c']),
    kills: fc.array(fc.nat(24), { maxLength: 3 }),
    primary: fc.constant<Return>('stays dead'),
    dies: fc.constant<string | null>(null),
    ...overrides,
  }) as fc.Arbitrary<Scene>;
}

/** Whatever this program stopped on its way runs again. */
function expectAppliersToRun({ seeds }: Scene, model: ModelCluster): void {
  for (const { name, channel } of model.servers.values()) {
    const ran = seeds.find((seed) => seed.name === name)?.channel?.applier === true;
    if (channel !== null && ran) expect(channel.applier, `the applier of ${name}`).toBe(true);
  }
}

async function withModel(scene: Scene, check: (model: ModelCluster) => Promise<void>): Promise<void> {
  const model = build(scene);
  try {
    await check(model);
  } finally {
    model.close();
  }
}

describe('a failover killed after any statement, and again, and begun anew', { timeout: 60_000 }, () => {
  test('ends with one writer that has everything any replica received, all others following it', async () => {
    let recovered = 0;
    await fc.assert(
      fc.asyncProperty(scenes(), (scene) =>
        withModel(scene, async (model) => {
          const received = receivedByReplicas(model);
          const end = await playOut(scene, model);
          expect(model.violations).toEqual([]);
          expect(end).not.toMatch(/^(never ends|still not over|failed)/);
          if (end.startsWith('refused')) return;
          recovered += 1;
          const [writer, ...others] = model.writers();
          expect(writer).not.toBe('a');
          expect(others).toEqual([]);
          const promoted = model.servers.get(writer ?? '');
          expect(promoted).toMatchObject({ alive: true, readOnly: false, channel: null, logBin: true });
          expect(contains(promoted?.executed ?? gtids(''), unionOf(received, model.written))).toBe(true);
          for (const server of model.servers.values()) {
            if (server === promoted || server.name === 'a') continue;
            expect(server.readOnly).toBe(true);
            expect(server.channel).toMatchObject({ receiver: true });
            const source = server.channel?.source;
            expect(source === writer || (source !== 'a' && source !== undefined)).toBe(true);
          }
          expectAppliersToRun(scene, model);
          expect(model.observe().memory).toMatchObject({ halted: [], recovery: null, primary: { host: writer } });
          const [memory, runtime, disk] = (
            ['mysql_servers', 'runtime_mysql_servers', 'disk.mysql_servers'] as const
          ).map((table) => model.rows(table));
          // The monitor lets a writer serve reads too, at runtime only.
          const byMonitor = ({ hostgroup, hostname }: ServerRow) =>
            model.monitors && hostgroup === READER && hostname === writer;
          expect(runtime?.filter((one) => !byMonitor(one))).toEqual(memory?.filter((one) => !byMonitor(one)));
          expect(disk).toEqual(memory);
          expect(memory).toContainEqual(FOREIGN);
          expect(memory?.filter(({ hostname }) => hostname === 'a').map(({ hostgroup }) => hostgroup)).toEqual([
            QUARANTINE,
          ]);
          expect(memory?.find(({ hostgroup }) => hostgroup === WRITER)).toMatchObject({
            weight: 100,
            maxConnections: 50,
            comment: writer,
          });
        }),
      ),
      { numRuns: 100 },
    );
    expect(recovered).toBeGreaterThan(25);
  });

  test('never two writers when the old primary comes back in the middle, and no write of a client is lost', async () => {
    const primary = fc.constantFrom<Return>('comes back writable', 'comes back with less');
    let ended = 0;
    await fc.assert(
      fc.asyncProperty(scenes({ primary }), (scene) =>
        withModel(scene, async (model) => {
          const end = await playOut(scene, model);
          expect(model.violations).toEqual([]);
          expect(end).not.toMatch(/^(never ends|still not over|failed)/);
          if (end.startsWith('refused')) return;
          ended += 1;
          // Where a person made all of them writers and no failover began, that stays as it is.
          const untouched =
            scene.layout === 'all writers' && !model.statements.includes('LOAD MYSQL SERVERS TO RUNTIME');
          const writers = model.writers().filter((name) => !untouched || model.servers.get(name)?.readOnly === false);
          expect(writers).toHaveLength(1);
          const writer = model.servers.get(writers[0] ?? '');
          expect(writer).toMatchObject({ alive: true, readOnly: false });
          expect(contains(writer?.executed ?? gtids(''), model.written)).toBe(true);
          expect(model.observe().memory?.recovery ?? null).toBeNull();
          for (const { channel } of model.servers.values()) if (channel !== null) expect(channel.receiver).toBe(true);
          expectAppliersToRun(scene, model);
          expect(model.rows('disk.mysql_servers')).toEqual(model.rows('mysql_servers'));
          expect(model.observe().memory?.halted ?? []).toEqual([]);
        }),
      ),
      { numRuns: 100 },
    );
    expect(ended).toBeGreaterThan(75);
  });

  test('never two writers when it comes back read-only, or when another server dies in the middle', async () => {
    const primary = fc.constantFrom<Return>('stays dead', 'comes back writable', 'comes back read-only');
    const dies = fc.constantFrom('b', 'c');
    await fc.assert(
      fc.asyncProperty(scenes({ primary, dies }), (scene) =>
        withModel(scene, async (model) => {
          const end = await playOut(scene, model);
          expect(model.violations).toEqual([]);
          expect(end).not.toMatch(/^(never ends|still not over)/);
        }),
      ),
      { numRuns: 100 },
    );
  });
});

test('killed after each single statement in turn, a plain failover of three servers comes to its end', async () => {
  const seed = (name: string): ServerSeed => ({
    name,
    executed: gtids('a:1-9'),
    channel: { source: 'a', receiver: true, applier: true, retrieved: gtids('') },
  });
  const a: ServerSeed = { name: 'a', alive: false, readOnly: false, executed: gtids('a:1-9'), channel: null };
  const scene: Scene = {
    seeds: [a, seed('b'), seed('c')],
    layout: 'plain',
    never: [],
    kills: [],
    primary: 'stays dead',
    dies: null,
  };
  let statements = 0;
  await withModel(scene, async (model) => {
    expect(await run(model)).toBe('did: promote b:3306 in place of a:3306');
    statements = model.statements.length;
  });
  expect(statements).toBeGreaterThan(12);
  for (let after = 0; after <= statements; after += 1) {
    await withModel({ ...scene, kills: [after] }, async (model) => {
      const end = await playOut({ ...scene, kills: [after] }, model);
      expect(model.violations, `killed after ${after} statements`).toEqual([]);
      expect(model.writers(), `killed after ${after} statements: ${end}`).toEqual(['b']);
      expect(model.observe().memory?.recovery).toBeNull();
      expect(model.servers.get('c')?.channel).toMatchObject({ source: at('b').host, receiver: true });
    });
  }
});

describe('cut off at the wrong moment', () => {
  const a: ServerSeed = { name: 'a', alive: false, readOnly: false, executed: gtids('a:1-9'), channel: null };
  const follower = (name: string, source: string, last: number): ServerSeed => ({
    name,
    executed: gtids(`a:1-${last}`),
    channel: { source, receiver: true, applier: true, retrieved: gtids('') },
  });

  test('the only direct replica is killed while it fetches from the server behind it: nobody follows a any more', async () => {
    const seeds = [a, follower('b', 'a', 5), follower('c', 'b', 6)];
    for (let after = 0; after < 20; after += 1) {
      const scene: Scene = { seeds, layout: 'plain', never: [], kills: [after], primary: 'stays dead', dies: null };
      await withModel(scene, async (model) => {
        const end = await playOut(scene, model);
        expect(model.writers(), `killed after ${after} statements: ${end}`).toEqual(['b']);
      });
    }
  });

  test('a primary that comes back read-only in the middle: writes go on, there or on another server', async () => {
    const seeds = [a, follower('b', 'a', 9), follower('c', 'a', 9)];
    for (const layout of ['plain', 'monitor moved it'] as const) {
      const scene: Scene = { seeds, layout, never: [], kills: [4], primary: 'comes back read-only', dies: null };
      await withModel(scene, async (model) => {
        const end = await playOut(scene, model);
        const writer = model.servers.get(model.writers()[0] ?? '');
        expect(writer?.readOnly, `${layout}: ${end}`).toBe(false);
      });
    }
  });
});

describe('whom this program stopped, and what it withdrew', () => {
  const a: ServerSeed = { name: 'a', alive: false, readOnly: false, executed: gtids('a:1-9'), channel: null };
  const follower = (name: string, receiver = true): ServerSeed => ({
    name,
    executed: gtids('a:1-9'),
    channel: { source: 'a', receiver, applier: true, retrieved: gtids('') },
  });
  const scene = (...others: readonly ServerSeed[]): Scene => ({
    seeds: [a, ...others],
    layout: 'plain',
    never: [],
    kills: [],
    primary: 'stays dead',
    dies: null,
  });

  /** Plays the story once for each statement after which the first run can be killed; the last time it is not killed. */
  async function killedAnywhere(
    first: Scene,
    story: (model: ModelCluster, after: number) => Promise<void>,
    begin: (model: ModelCluster) => Promise<void> = async () => undefined,
  ): Promise<void> {
    let killed = true;
    for (let after = 0; killed; after += 1) {
      expect(after).toBeLessThan(60);
      await withModel(first, async (model) => {
        await begin(model);
        killed = await runKilledAfter(model, after);
        await story(model, after);
        expect(model.violations, `killed after ${after} statements`).toEqual([]);
      });
    }
  }

  async function runKilledAfter(model: ModelCluster, after: number): Promise<boolean> {
    model.killRunAfter(after);
    try {
      await run(model);
      return false;
    } catch (error) {
      if (!(error instanceof Killed)) throw error;
      return true;
    } finally {
      model.killRunAfter(Number.POSITIVE_INFINITY);
    }
  }

  function serverOf(model: ModelCluster, name: string) {
    const server = model.servers.get(name);
    if (server === undefined) throw new Error(`no server ${name}`);
    return server;
  }

  test('a candidate given up before it forgot its source follows whoever becomes the primary', async () => {
    let givenUp = 0;
    await killedAnywhere(scene(follower('b'), follower('c')), async (model) => {
      const b = serverOf(model, 'b');
      if (b.channel === null) return;
      if (model.observe().memory?.recovery?.promoting?.host === 'b') givenUp += 1;
      model.cluster = { ...model.cluster, promotionRules: { 'b:3306': 'never' } };
      await runToTheEnd(model);
      expect(model.writers()).toEqual(['c']);
      expect(b).toMatchObject({ readOnly: true, channel: { source: 'c', receiver: true, applier: true } });
    });
    expect(givenUp).toBeGreaterThan(1);
  });

  test('a candidate given up because the primary is back follows that one again', async () => {
    let givenUp = 0;
    await killedAnywhere(scene(follower('b'), follower('c')), async (model, after) => {
      const b = serverOf(model, 'b');
      if (b.channel === null) return;
      if (model.observe().memory?.recovery?.promoting?.host === 'b') givenUp += 1;
      serverOf(model, 'a').alive = true;
      model.settle();
      expect(await runToTheEnd(model), `killed after ${after} statements`).toBe('healthy');
      expect(model.writers()).toEqual(['a']);
      for (const name of ['b', 'c']) {
        expect(serverOf(model, name).channel).toMatchObject({ source: 'a', receiver: true, applier: true });
      }
      expect(model.observe().memory?.halted ?? []).toEqual([]);
    });
    expect(givenUp).toBeGreaterThan(1);
  });

  test('a candidate that was in the writer hostgroup before is not taken for promoted: it applies what it received', async () => {
    const behind = (name: string): ServerSeed => ({
      name,
      executed: gtids('a:1-5'),
      channel: { source: 'a', receiver: true, applier: false, retrieved: gtids('a:6-9') },
    });
    await killedAnywhere({ ...scene(behind('b'), behind('c')), layout: 'all writers' }, async (model, after) => {
      const end = await runToTheEnd(model);
      expect(model.writers(), `killed after ${after} statements: ${end}`).toEqual(['b']);
      expect(contains(serverOf(model, 'b').executed, gtids('a:1-9')), `killed after ${after} statements`).toBe(true);
    });
  });

  test('the return of a primary, killed anywhere in turn, still ends with it as the writer, loaded and saved', async () => {
    // After 10 statements: withdrawn, saved, receivers stopped, b chosen and stopped, and its source not forgotten yet.
    const withdrawn = async (model: ModelCluster) => {
      await runKilledAfter(model, 10);
      expect(model.writers()).toEqual([]);
      expect(serverOf(model, 'b').readOnly).toBe(true);
      serverOf(model, 'a').alive = true;
      model.settle();
    };
    await killedAnywhere(
      scene(follower('b'), follower('c')),
      async (model, after) => {
        const end = await runToTheEnd(model);
        const at = `killed after ${after} statements: ${end}`;
        for (const table of ['runtime_mysql_servers', 'disk.mysql_servers'] as const) {
          expect(model.writers(table), `${table}, ${at}`).toEqual(['a']);
        }
        for (const name of ['b', 'c']) {
          expect(serverOf(model, name).channel, at).toMatchObject({ source: 'a', receiver: true, applier: true });
        }
        expect(model.observe().memory, at).toMatchObject({ recovery: null, halted: [] });
      },
      withdrawn,
    );
  });

  test('a halted replica that answers late is started again by a later run, wherever the primary is by then', async () => {
    let late = 0;
    for (const returns of [false, true]) {
      await killedAnywhere(scene(follower('b'), follower('c'), follower('d')), async (model, after) => {
        const c = serverOf(model, 'c');
        if (c.channel?.receiver !== false || serverOf(model, 'b').channel === null) return;
        late += 1;
        c.alive = false;
        serverOf(model, 'a').alive = returns;
        model.settle();
        await runToTheEnd(model);
        const writer = returns ? 'a' : 'b';
        expect(model.writers()).toEqual([writer]);
        expect(model.observe().memory?.halted).toContain(uuid('c'));
        c.alive = true;
        const end = await runToTheEnd(model);
        expect(c.channel, `killed after ${after} statements: ${end}`).toMatchObject({
          source: writer,
          receiver: true,
          applier: true,
        });
        expect(model.observe().memory?.halted).toEqual([]);
      });
    }
    expect(late).toBeGreaterThan(6);
  });

  test('a receiver that a person stopped before the failover is still stopped when the primary is back', async () => {
    let back = 0;
    await killedAnywhere(scene(follower('b'), follower('c', false)), async (model, after) => {
      if (serverOf(model, 'b').channel === null) return;
      serverOf(model, 'a').alive = true;
      model.settle();
      const end = await runToTheEnd(model);
      if (end.startsWith('refused')) return;
      back += 1;
      expect(model.writers()).toEqual(['a']);
      const at = `killed after ${after} statements: ${end}`;
      expect(serverOf(model, 'b').channel, at).toMatchObject({ receiver: true, applier: true });
      expect(serverOf(model, 'c').channel, at).toMatchObject({ receiver: false, applier: true });
    });
    expect(back).toBeGreaterThan(6);
  });

  test('where the disk is full from the promotion on, the replicas follow all the same, and the failover is not over before it is saved', async () => {
    await withModel(scene(follower('b'), follower('c')), async (model) => {
      model.diskIsFullFrom = MAKE_WRITABLE[1];
      const unsaved = /save the hostgroups to disk: not so after \d+ ms: found no server instead of b:3306$/;
      expect(await run(model)).toMatch(unsaved);
      expect(model.writers()).toEqual(['b']);
      expect(serverOf(model, 'c').channel).toMatchObject({ source: 'b', receiver: true, applier: true });
      expect(await runToTheEnd(model)).toMatch(unsaved);
      expect(model.observe().memory?.recovery).not.toBeNull();
      model.diskIsFullFrom = null;
      expect(await runToTheEnd(model)).toBe('healthy');
      expect(model.writers('disk.mysql_servers')).toEqual(['b']);
      expect(model.observe().memory).toMatchObject({ recovery: null, halted: [] });
      expect(model.violations).toEqual([]);
    });
  });

  test('a ProxySQL that restarts after the withdrawal comes back without a writer, and the failover goes on', async () => {
    let without = 0;
    await killedAnywhere(scene(follower('b'), follower('c')), async (model, after) => {
      const wasSaved = !model.writers('disk.mysql_servers').includes('a');
      model.restartProxysql();
      const at = `killed after ${after} statements`;
      if (!serverOf(model, 'b').readOnly) expect(model.writers(), at).not.toContain('a');
      if (wasSaved) {
        expect(
          model.rows('runtime_mysql_servers').filter(({ hostname }) => hostname === 'a'),
          at,
        ).toMatchObject([{ hostgroup: QUARANTINE }]);
        if (model.writers().length === 0) without += 1;
      }
      await runToTheEnd(model);
      for (const table of ['runtime_mysql_servers', 'disk.mysql_servers'] as const) {
        expect(model.writers(table), at).toEqual(['b']);
      }
    });
    expect(without).toBeGreaterThan(6);
  });
});
