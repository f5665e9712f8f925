import { describe, expect, test } from 'vitest';
import {
  anObservation,
  at,
  dead,
  orphan,
  primary,
  QUARANTINE,
  READER,
  replica,
  row,
  SHOP,
  WRITER,
} from '../../test/observations/observation.ts';
import { CONFIG } from '../../test/observations/settings.ts';
import { diagnose } from '../diagnose/diagnose.ts';
import type { ObservedServer } from '../observe/observation.ts';
import { rowValues, type ServerRow } from '../proxysql/server-rows.ts';
import { decide } from './decide.ts';
import { effectiveRows, isLastReader, rowsAfterSuccession, rowsWithout, takenAlong } from './hostgroups.ts';

/** What belongs to the role, and what belongs to the server. */
const WRITER_ROLE = { weight: 100, maxConnections: 500, maxReplicationLag: 0 };
const READER_ROLE = { weight: 7, maxConnections: 200, maxReplicationLag: 30 };
const OF_A = { useSsl: 1, compression: 1, maxLatencyMs: 11, gtidPort: 3311, comment: 'first' };
const OF_B = { useSsl: 0, compression: 0, maxLatencyMs: 22, gtidPort: 3322, comment: "the 'second'" };
const OF_C = { useSsl: 1, compression: 0, maxLatencyMs: 33, gtidPort: 0, comment: 'third' };
const C = row(READER, 'c', { ...READER_ROLE, weight: 9, ...OF_C });

function expectRows(actual: readonly ServerRow[], expected: readonly ServerRow[]): void {
  const texts = (rows: readonly ServerRow[]) => rows.map((one) => rowValues(one).join(' ')).sort();
  expect(texts(actual)).toEqual(texts(expected));
}

/** The whole way: a dies and is withdrawn, b succeeds it. */
function succession(rows: readonly ServerRow[]): ServerRow[] {
  return rowsAfterSuccession(
    { oldPrimary: [at('a')], newPrimary: [at('b')], before: rows, silent: null },
    rowsWithout([at('a')], rows, SHOP),
    SHOP,
  );
}

describe('a succession', () => {
  test('weight, max_connections and max_replication_lag stay with the place; the rest goes with the server', () => {
    expectRows(
      succession([row(WRITER, 'a', { ...WRITER_ROLE, ...OF_A }), row(READER, 'b', { ...READER_ROLE, ...OF_B }), C]),
      [row(WRITER, 'b', { ...WRITER_ROLE, ...OF_B }), row(QUARANTINE, 'a', { ...READER_ROLE, ...OF_A }), C],
    );
  });

  test('where the primary served reads too, its successor does, and the weights of readers change hands too', () => {
    const light = { ...READER_ROLE, weight: 1 };
    expectRows(
      succession([
        row(WRITER, 'a', { ...WRITER_ROLE, ...OF_A }),
        row(READER, 'a', { ...light, ...OF_A }),
        row(READER, 'b', { ...READER_ROLE, ...OF_B }),
        C,
      ]),
      [
        row(WRITER, 'b', { ...WRITER_ROLE, ...OF_B }),
        row(READER, 'b', { ...light, ...OF_B }),
        row(QUARANTINE, 'a', { ...READER_ROLE, ...OF_A }),
        C,
      ],
    );
  });

  test('one that was set aside gets the writer’s place too, and that of a reader where the primary had one', () => {
    const asideB = row(QUARANTINE, 'b', { ...READER_ROLE, ...OF_B });
    const a = row(WRITER, 'a', { ...WRITER_ROLE, ...OF_A });
    const b = row(WRITER, 'b', { ...WRITER_ROLE, ...OF_B });
    expectRows(succession([a, asideB, C]), [b, row(QUARANTINE, 'a', { ...READER_ROLE, ...OF_A }), C]);
    const light = row(READER, 'a', { ...READER_ROLE, weight: 1, ...OF_A });
    expectRows(succession([a, light, asideB, C]), [
      b,
      { ...asideB, hostgroup: READER, weight: 1 },
      { ...light, hostgroup: QUARANTINE, weight: READER_ROLE.weight },
      C,
    ]);
  });

  test('ProxySQL’s monitor took the dead writer for a reader: the role still is the writer’s of before', () => {
    const before = [row(WRITER, 'a', { ...WRITER_ROLE, ...OF_A }), row(READER, 'b', { ...READER_ROLE, ...OF_B }), C];
    const now = [row(READER, 'a', { ...WRITER_ROLE, ...OF_A }), row(READER, 'b', { ...READER_ROLE, ...OF_B }), C];
    const after = rowsAfterSuccession(
      { oldPrimary: [at('a')], newPrimary: [at('b')], before, silent: null },
      rowsWithout([at('a')], now, SHOP),
      SHOP,
    );
    expectRows(after, [
      row(WRITER, 'b', { ...WRITER_ROLE, ...OF_B }),
      row(QUARANTINE, 'a', { ...READER_ROLE, ...OF_A }),
      C,
    ]);
  });

  test('the monitor put the promoted server into the writer hostgroup already: the outcome is the same', () => {
    const before = [row(WRITER, 'a', { ...WRITER_ROLE, ...OF_A }), row(READER, 'b', { ...READER_ROLE, ...OF_B }), C];
    const now = [row(QUARANTINE, 'a', { ...WRITER_ROLE, ...OF_A }), row(WRITER, 'b', { ...READER_ROLE, ...OF_B }), C];
    const after = rowsAfterSuccession(
      { oldPrimary: [at('a')], newPrimary: [at('b')], before, silent: null },
      now,
      SHOP,
    );
    expectRows(after, [
      row(WRITER, 'b', { ...WRITER_ROLE, ...OF_B }),
      row(QUARANTINE, 'a', { ...READER_ROLE, ...OF_A }),
      C,
    ]);
  });

  test('whoever else is in the writer hostgroup becomes a reader: exactly one writer is left', () => {
    const after = succession([row(WRITER, 'a'), row(WRITER, 'b'), row(WRITER, 'c', OF_C)]);
    expectRows(after, [row(WRITER, 'b'), row(QUARANTINE, 'a'), row(READER, 'c', OF_C)]);
  });

  test.each([
    ['above', { ...SHOP, writerHostgroup: 10, readerHostgroup: 20 }],
    ['below', { ...SHOP, writerHostgroup: 20, readerHostgroup: 10 }],
  ])(
    'a reader that the monitor had in both hostgroups keeps its row as a reader (reader hostgroup %s the writer’s)',
    (_, cluster) => {
      const { writerHostgroup: writer, readerHostgroup: reader } = cluster;
      const rows = [
        row(writer, 'a'),
        row(writer, 'c', { weight: 50 }),
        row(reader, 'c', { weight: 9 }),
        row(reader, 'b'),
      ];
      const ordered = [...rows].sort((x, y) => x.hostgroup - y.hostgroup);
      const after = rowsAfterSuccession(
        { oldPrimary: [at('a')], newPrimary: [at('b')], before: ordered, silent: null },
        ordered,
        cluster,
      );
      expect(after.filter((one) => one.hostname === 'c')).toEqual([row(reader, 'c', { weight: 9 })]);
    },
  );

  test('the promoted server is ONLINE as a writer', () => {
    const after = succession([row(WRITER, 'a'), row(READER, 'b', { status: 'SHUNNED' })]);
    expect(after.find((one) => one.hostgroup === WRITER)).toMatchObject({ hostname: 'b', status: 'ONLINE' });
  });

  test('a status that a person set on another reader stays', () => {
    const drained = row(READER, 'c', { status: 'OFFLINE_SOFT' });
    expect(succession([row(WRITER, 'a'), row(READER, 'b'), drained])).toContainEqual(drained);
  });

  test('another server in quarantine stays there', () => {
    const other = row(QUARANTINE, 'd', OF_C);
    expect(succession([row(WRITER, 'a'), row(READER, 'b'), other])).toContainEqual(other);
  });

  test('a server known by several names is one server: no row of it stays in a serving hostgroup', () => {
    const rows = [row(WRITER, 'a'), row(READER, '10.0.0.1'), row(READER, 'b')];
    const names = [at('a'), at('10.0.0.1')];
    const withdrawn = rowsWithout(names, rows, SHOP);
    expectRows(withdrawn, [row(QUARANTINE, 'a'), row(READER, 'b')]);
    const after = rowsAfterSuccession(
      { oldPrimary: names, newPrimary: [at('b')], before: rows, silent: null },
      withdrawn,
      SHOP,
    );
    expectRows(after, [row(WRITER, 'b'), row(READER, 'b'), row(QUARANTINE, 'a')]);
  });

  test('doing it again changes nothing', () => {
    const before = [row(WRITER, 'a', { ...WRITER_ROLE, ...OF_A }), row(READER, 'b', { ...READER_ROLE, ...OF_B }), C];
    const after = succession(before);
    expectRows(
      rowsAfterSuccession({ oldPrimary: [at('a')], newPrimary: [at('b')], before, silent: null }, after, SHOP),
      after,
    );
  });
});

describe('a withdrawal', () => {
  test('the old primary leaves every serving hostgroup for one place in quarantine, nobody takes its place', () => {
    const rows = [row(WRITER, 'a', OF_A), row(READER, 'a', { weight: 3 }), row(READER, 'b'), C];
    expectRows(rowsWithout([at('a')], rows, SHOP), [row(QUARANTINE, 'a', OF_A), row(READER, 'b'), C]);
  });

  test('a server the monitor moved to the readers leaves from there', () => {
    expectRows(rowsWithout([at('a')], [row(READER, 'a'), row(READER, 'b')], SHOP), [
      row(QUARANTINE, 'a'),
      row(READER, 'b'),
    ]);
  });

  test('a server that ProxySQL does not know changes nothing', () => {
    expectRows(rowsWithout([at('x')], [row(WRITER, 'a')], SHOP), [row(WRITER, 'a')]);
  });
});

describe('the rows as they are meant to be now', () => {
  test('memory has the attributes, runtime the place', () => {
    const memory = [row(WRITER, 'a', { weight: 100 }), row(WRITER, 'b', { weight: 5 })];
    const runtime = [row(WRITER, 'a', { weight: 1 }), row(READER, 'b', { weight: 5 })];
    expectRows(effectiveRows(memory, runtime), [row(WRITER, 'a', { weight: 100 }), row(READER, 'b', { weight: 5 })]);
  });

  test('memory that has all servers in the writer hostgroup is no order to make them writers', () => {
    const memory = [row(WRITER, 'a'), row(WRITER, 'b'), row(WRITER, 'c')];
    const runtime = [row(WRITER, 'a'), row(READER, 'b'), row(READER, 'c')];
    expectRows(effectiveRows(memory, runtime), runtime);
  });

  test('SHUNNED at runtime is a passing opinion, and never becomes an order in memory', () => {
    const shunned = [row(READER, 'b', { status: 'SHUNNED' })];
    expectRows(effectiveRows([row(READER, 'b')], shunned), [row(READER, 'b')]);
    expectRows(effectiveRows([row(WRITER, 'b')], shunned), [row(READER, 'b')]);
  });

  test('OFFLINE_SOFT that a person set stays, wherever the monitor moved the server', () => {
    const drained = row(READER, 'b', { status: 'OFFLINE_SOFT' });
    expectRows(effectiveRows([drained], [drained]), [drained]);
    expectRows(effectiveRows([row(WRITER, 'b', { status: 'OFFLINE_SOFT' })], [drained]), [drained]);
  });

  test('a row that a person has put OFFLINE_HARD is kept, though runtime has another one of the server', () => {
    const memory = [row(WRITER, 'a'), row(READER, 'a', { status: 'OFFLINE_HARD' })];
    expectRows(effectiveRows(memory, [row(WRITER, 'a')]), memory);
  });

  test('a server that is in memory only is kept, one at runtime only is kept too', () => {
    expectRows(effectiveRows([row(READER, 'c')], [row(READER, 'b')]), [row(READER, 'b'), row(READER, 'c')]);
  });

  test('the same host on another port is another server', () => {
    const memory = [row(WRITER, 'a'), row(READER, 'a', { port: 3307 })];
    expectRows(effectiveRows(memory, [row(WRITER, 'a')]), memory);
  });
});

describe('what a LOAD takes along', () => {
  const deletedElsewhere = [row(30, 'd')];
  const said = (servers: ObservedServer[], rows = deletedElsewhere) => {
    const observation = anObservation({ servers, deletedElsewhere: rows });
    const { plan } = decide(observation, diagnose(observation, CONFIG), CONFIG);
    return plan === null ? 'no plan' : takenAlong(observation, plan);
  };

  test('is said where the plan loads', () => {
    expect(said([dead('a'), orphan('b')])).toBe(
      'LOAD MYSQL SERVERS TO RUNTIME also takes out what somebody has deleted from mysql_servers and not loaded yet: d:3306 in hostgroup 30',
    );
    expect(said([dead('a'), orphan('b')], [])).toBeNull();
    expect(said([dead('a', { reason: 'silent' }), replica('b')])).toBeNull();
    expect(said([primary('a'), replica('b')])).toBe('no plan');
  });
});

describe('where no other reader is left', () => {
  const two = [row(WRITER, 'a', WRITER_ROLE), row(READER, 'b', READER_ROLE)];
  const succeeded = (before: readonly ServerRow[], silent: string[] | null, rows = before) => {
    const story = {
      oldPrimary: [at('a')],
      newPrimary: [at('b')],
      before,
      silent: silent === null ? null : silent.map(at),
    };
    const rowsAfter = rowsAfterSuccession(story, rowsWithout([at('a')], rows, SHOP), SHOP);
    return { rowsAfter, isLast: isLastReader(story, rowsAfter, SHOP) };
  };
  const readsToo = [row(WRITER, 'b', WRITER_ROLE), row(READER, 'b', READER_ROLE), row(QUARANTINE, 'a', READER_ROLE)];

  test('the new primary goes on serving reads', () => {
    const { rowsAfter, isLast } = succeeded(two, ['a']);
    expectRows(rowsAfter, readsToo);
    expect(isLast).toBe(true);
  });

  test.each([
    ['does not answer', [...two, C], ['a', 'c']],
    ['is out of service', [...two, { ...C, status: 'OFFLINE_SOFT' as const }], ['a']],
    ['has no weight', [...two, { ...C, weight: 0 }], ['a']],
  ])('also where the other one %s', (_, rows, silent) => {
    expect(succeeded(rows, silent).isLast).toBe(true);
  });

  test('not where another one can serve them, or where ProxySQL’s monitor sees to it', () => {
    expect(succeeded([...two, C], ['a']).isLast).toBe(false);
    expect(succeeded(two, null).isLast).toBe(false);
  });

  test('a run that was cut off after the rewrite comes to the same rows', () => {
    const { rowsAfter } = succeeded(two, ['a']);
    const again = succeeded(two, ['a'], rowsAfter);
    expectRows(again.rowsAfter, rowsAfter);
    expect(again.isLast).toBe(true);
  });

  test('a primary that always served reads is succeeded by one that always does', () => {
    expect(succeeded([...two, row(READER, 'a', READER_ROLE)], ['a']).isLast).toBe(false);
  });
});
