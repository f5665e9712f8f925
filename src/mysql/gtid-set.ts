/**
 * Sets of global transaction identifiers, as MySQL writes them: `UUID[:TAG]:FROM[-TO][:...], ...`
 * (Reference Manual 19.1.3.1 "GTID Format and Storage"; tags since 8.3).
 */

/** An inclusive run of transaction numbers of one UUID and tag. */
export type Interval = readonly [from: bigint, to: bigint];

/** Intervals by `uuid` or `uuid:tag`, lower case; each list is sorted, disjoint and has no adjacent pair. */
export type GtidSet = ReadonlyMap<string, readonly Interval[]>;

export const EMPTY_GTID_SET: GtidSet = new Map();

const UUID = /^[0-9a-f]{8}(-?)[0-9a-f]{4}\1[0-9a-f]{4}\1[0-9a-f]{4}\1[0-9a-f]{12}$/;
const TAG = /^[a-z_][a-z0-9_]{0,31}$/;
const INTERVAL = /^(\d{1,19})(?:\s*-\s*(\d{1,19}))?$/;
const LAST_NUMBER = 9223372036854775806n;

/**
 * Reads what MySQL prints, and what it accepts: any order, overlaps, white space, upper case.
 * @throws Error naming the part that is no GTID set.
 */
export function parseGtidSet(text: string): GtidSet {
  const intervals = new Map<string, Interval[]>();
  for (const part of text.split(',')) {
    const words = part
      .toLowerCase()
      .split(':')
      .map((word) => word.trim());
    const uuid = words.shift() ?? '';
    if (uuid === '' && words.length === 0) continue;
    if (!UUID.test(uuid)) throw new Error(`not a GTID set: '${part.trim()}' does not start with a UUID`);
    const source = withDashes(uuid);
    let key = source;
    for (const word of words) {
      if (TAG.test(word)) {
        key = `${source}:${word}`;
        continue;
      }
      const interval = parseInterval(word);
      if (interval === 'malformed') throw new Error(`not a GTID set: '${word}' in '${part.trim()}' is no interval`);
      if (interval === 'empty') continue;
      const known = intervals.get(key);
      if (known) known.push(interval);
      else intervals.set(key, [interval]);
    }
  }
  const set = new Map<string, readonly Interval[]>();
  for (const [key, unsorted] of intervals) set.set(key, merged(unsorted));
  return set;
}

function withDashes(uuid: string): string {
  if (uuid.includes('-')) return uuid;
  return [uuid.slice(0, 8), uuid.slice(8, 12), uuid.slice(12, 16), uuid.slice(16, 20), uuid.slice(20)].join('-');
}

function parseInterval(word: string): Interval | 'empty' | 'malformed' {
  const match = INTERVAL.exec(word);
  if (!match?.[1]) return 'malformed';
  const from = BigInt(match[1]);
  const to = match[2] === undefined ? from : BigInt(match[2]);
  if (from < 1n || to > LAST_NUMBER) return 'malformed';
  return to < from ? 'empty' : [from, to];
}

function merged(intervals: readonly Interval[]): Interval[] {
  const sorted = [...intervals].sort((a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0));
  const result: Interval[] = [];
  for (const [from, to] of sorted) {
    const last = result.at(-1);
    if (last && from <= last[1] + 1n) result[result.length - 1] = [last[0], to > last[1] ? to : last[1]];
    else result.push([from, to]);
  }
  return result;
}

/** The canonical text: sorted by UUID, the untagged intervals before the tagged, as MySQL itself prints it on one line. */
export function formatGtidSet(set: GtidSet): string {
  const keys = [...set.keys()].sort();
  let text = '';
  let uuid = '';
  for (const key of keys) {
    const [source = '', tag] = key.split(':');
    if (source !== uuid) text += `${text === '' ? '' : ','}${source}`;
    uuid = source;
    if (tag !== undefined) text += `:${tag}`;
    for (const [from, to] of set.get(key) ?? []) text += from === to ? `:${from}` : `:${from}-${to}`;
  }
  return text;
}

/** Every transaction that is in any of the sets. */
export function unionOf(...sets: readonly GtidSet[]): GtidSet {
  const result = new Map<string, readonly Interval[]>();
  for (const set of sets) {
    for (const [key, intervals] of set) {
      const known = result.get(key);
      result.set(key, known ? merged([...known, ...intervals]) : intervals);
    }
  }
  return result;
}

/** The transactions of `set` that are not in `without`: MySQL's GTID_SUBTRACT(set, without). */
export function subtract(set: GtidSet, without: GtidSet): GtidSet {
  const result = new Map<string, readonly Interval[]>();
  for (const [key, intervals] of set) {
    const left = subtractIntervals(intervals, without.get(key) ?? []);
    if (left.length > 0) result.set(key, left);
  }
  return result;
}

function subtractIntervals(intervals: readonly Interval[], holes: readonly Interval[]): Interval[] {
  const result: Interval[] = [];
  for (const [from, to] of intervals) {
    let start = from;
    for (const [holeFrom, holeTo] of holes) {
      if (holeTo < start) continue;
      if (holeFrom > to) break;
      if (holeFrom > start) result.push([start, holeFrom - 1n]);
      start = holeTo + 1n;
    }
    if (start <= to) result.push([start, to]);
  }
  return result;
}

/** Whether `whole` has every transaction of `part`: MySQL's GTID_SUBSET(part, whole). */
export function contains(whole: GtidSet, part: GtidSet): boolean {
  return subtract(part, whole).size === 0;
}

export function isEmpty(set: GtidSet): boolean {
  return set.size === 0;
}

/** Those of the set that this server wrote, under whatever tag. */
export function ofServer(set: GtidSet, serverUuid: string): GtidSet {
  return new Map([...set].filter(([key]) => uuidIn(key) === serverUuid));
}

/** Those of the set that other servers wrote. */
export function ofOtherServers(set: GtidSet, serverUuid: string): GtidSet {
  return new Map([...set].filter(([key]) => uuidIn(key) !== serverUuid));
}

/** Of a set's key: `uuid` or `uuid:tag`. */
export function uuidIn(key: string): string {
  return key.split(':')[0] ?? key;
}

/** How many transactions the set holds. */
export function countTransactions(set: GtidSet): bigint {
  let count = 0n;
  for (const intervals of set.values()) for (const [from, to] of intervals) count += to - from + 1n;
  return count;
}
