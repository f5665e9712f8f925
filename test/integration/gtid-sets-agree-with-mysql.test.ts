/** Our arithmetic of GTID sets against GTID_SUBSET and GTID_SUBTRACT of a real server. */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { contains, formatGtidSet, parseGtidSet, subtract, unionOf } from '../../src/mysql/gtid-set.ts';
import { quoteMysql } from '../../src/mysql/quote.ts';
import { compareVersions, parseVersion } from '../../src/mysql/version.ts';
import { type MysqlServer, startMysqlServer } from '../lab/mysql-server.ts';

const COMPARISONS = 400;
const A_QUERY = 100;
const FIRST_WITH_TAGS = { major: 8, minor: 3, patch: 0 };
const UUIDS = [
  '3e11fa47-71ca-11e1-9e33-c80aa9429562',
  '2174b383-5441-11e8-b90a-c80aa9429562',
  'aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa',
];

let server: MysqlServer;
let hasTags = false;

beforeAll(async () => {
  server = await startMysqlServer({ name: 'gtid', serverId: 1 });
  const version = parseVersion(server.version);
  hasTags = version !== null && compareVersions(version, FIRST_WITH_TAGS) >= 0;
  console.log(`MySQL ${server.version}, tagged GTIDs ${hasTags ? 'included' : 'unknown to it'}`);
}, 300_000);
afterAll(() => server?.destroy());

/** Text as sloppy as MySQL accepts it: overlaps, repeats, upper case, white space, several lines, empty parts. */
function anyText(tags: boolean): fc.Arbitrary<string> {
  const gap = fc.constantFrom('', '', '', ' ', '\n', '\t');
  const interval = fc
    .tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: -1, max: 4 }), gap, gap)
    .map(([from, more, a, b]) => (more === 0 ? `${a}${from}${b}` : `${a}${from}${a}-${b}${from + more}`));
  const tag = fc.constantFrom('blue', 'green', '_x9', 'Blue');
  const tagged = fc
    .tuple(tag, fc.array(interval, { minLength: 1, maxLength: 3 }))
    .map((words) => words.flat().join(':'));
  const words = fc.array(tags ? fc.oneof({ weight: 3, arbitrary: interval }, tagged) : interval, {
    minLength: 1,
    maxLength: 5,
  });
  const part = fc
    .tuple(fc.constantFrom(...UUIDS), words, fc.boolean(), gap, gap)
    .map(([uuid, list, upper, a, b]) => `${a}${upper ? uuid.toUpperCase() : uuid}${b}:${list.join(':')}${a}`);
  return fc
    .array(fc.oneof({ weight: 9, arbitrary: part }, fc.constant(' ')), { maxLength: 5 })
    .map((parts) => parts.join(','));
}

/** Asks for one value for each expression, many in one query, in order. */
async function ask(expressions: readonly string[]): Promise<string[]> {
  const answers: string[] = [];
  for (let from = 0; from < expressions.length; from += A_QUERY) {
    const some = expressions.slice(from, from + A_QUERY);
    const [found = {}] = await server.query(`SELECT ${some.map((one, i) => `${one} AS c${i}`).join(', ')}`);
    answers.push(...some.map((_, i) => String(found[`c${i}`])));
  }
  return answers;
}

/** What MySQL makes of the text: nothing subtracted, so it prints the set itself. */
const printed = (text: string) => `GTID_SUBTRACT(${quoteMysql(text)}, '')`;
const oneLine = (text: string) => text.replaceAll('\n', '');

test('parse and format agree with what MySQL prints', async () => {
  const texts = fc.sample(anyText(hasTags), COMPARISONS);
  const answers = await ask(texts.map(printed));
  for (const [i, text] of texts.entries()) {
    const answer = answers[i] ?? '';
    expect(parseGtidSet(text), text).toEqual(parseGtidSet(answer));
    expect(formatGtidSet(parseGtidSet(text)), text).toBe(oneLine(answer));
  }
});

test('subtract and contains agree with GTID_SUBTRACT and GTID_SUBSET', async () => {
  const random = fc.tuple(anyText(hasTags), anyText(hasTags));
  const nested = random.map(([a, b]): [string, string] => [a, [a, b].join(',')]);
  const pairs = fc.sample(fc.oneof(random, nested), COMPARISONS);
  const subtracted = await ask(pairs.map(([a, b]) => `GTID_SUBTRACT(${quoteMysql(a)}, ${quoteMysql(b)})`));
  const subset = await ask(pairs.map(([a, b]) => `GTID_SUBSET(${quoteMysql(a)}, ${quoteMysql(b)})`));
  for (const [i, [a, b]] of pairs.entries()) {
    const [left, right] = [parseGtidSet(a), parseGtidSet(b)];
    const pair = JSON.stringify([a, b]);
    expect(formatGtidSet(subtract(left, right)), pair).toBe(oneLine(subtracted[i] ?? ''));
    expect(contains(right, left) ? '1' : '0', pair).toBe(subset[i]);
  }
  expect(new Set(subset)).toEqual(new Set(['0', '1']));
});

test('a union is what MySQL makes of both texts together', async () => {
  const pairs = fc.sample(fc.tuple(anyText(hasTags), anyText(hasTags)), COMPARISONS);
  const answers = await ask(pairs.map(([a, b]) => printed(`${a},${b}`)));
  for (const [i, [a, b]] of pairs.entries()) {
    const union = formatGtidSet(unionOf(parseGtidSet(a), parseGtidSet(b)));
    expect(union, JSON.stringify([a, b])).toBe(oneLine(answers[i] ?? ''));
  }
});

/** Two things it never prints are left out: a UUID in braces, and a tag with letters beyond ASCII, which it garbles. */
test('what MySQL refuses is refused, what it accepts is accepted', async () => {
  const [one = ''] = UUIDS;
  const texts = [
    '',
    ',',
    ' , ,\n',
    one,
    `${one}:`,
    `${one}:1`,
    `${one}:1:`,
    `${one}::1`,
    `${one}:0`,
    `${one}:0-3`,
    `${one}:3-1`,
    `${one}:3-0`,
    `${one}:1-`,
    `${one}:-1`,
    `${one}:1-2-3`,
    `${one}:01`,
    `${one}:1 2`,
    `${one}:9223372036854775806`,
    `${one}:9223372036854775807`,
    `${one}:1-9223372036854775806`,
    `${one}:1-9223372036854775807`,
    `${one}:99999999999999999999`,
    one.replaceAll('-', ''),
    `${one.replaceAll('-', '')}:1`,
    `${one.replace('-', '')}:1`,
    `${one.slice(1)}:1`,
    `${one.replace('-', ' -')}:1`,
    'nonsense',
    ...(hasTags
      ? [
          `${one}:blue`,
          `${one}:blue:1`,
          `${one}:blue:`,
          `${one}:blue:green:1`,
          `${one}:1:blue`,
          `${one}:BLUE:1`,
          `${one}:b lue:1`,
          `${one}: blue :1`,
          `${one}:9blue:1`,
          `${one}:b-l:1`,
          `${one}:${'t'.repeat(32)}:1`,
          `${one}:${'t'.repeat(33)}:1`,
        ]
      : []),
  ];
  const differing: string[] = [];
  for (const text of texts) {
    const theirs = await server.query(`SELECT ${printed(text)} AS c`).then(
      ([found]) => (found?.c === null ? 'refused' : oneLine(String(found?.c))),
      () => 'refused',
    );
    let ours = 'refused';
    try {
      ours = formatGtidSet(parseGtidSet(text));
    } catch {
      // It stays refused.
    }
    if (ours !== theirs) differing.push(`${JSON.stringify(text)}: MySQL says ${theirs}, we say ${ours}`);
  }
  expect(differing).toEqual([]);
});

test('what a real server executed, with a tag where it knows tags', async () => {
  if (hasTags) {
    await server.exec(
      "SET SESSION gtid_next = 'AUTOMATIC:billing'",
      'CREATE SCHEMA tagged',
      "SET SESSION gtid_next = 'AUTOMATIC'",
    );
  }
  await server.exec('CREATE SCHEMA untagged', 'DROP SCHEMA untagged');
  const executed = oneLine((await server.value('SELECT @@GLOBAL.gtid_executed')) ?? '');
  expect(executed).toMatch(hasTags ? /:1-2:billing:1$/ : /:1-2$/);
  expect(formatGtidSet(parseGtidSet(executed))).toBe(executed);
});
