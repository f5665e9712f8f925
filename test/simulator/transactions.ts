/** Transactions one by one, and quick ways to put one into a GTID set. */
import { formatGtidSet, type GtidSet, type Interval, unionOf } from '../../src/mysql/gtid-set.ts';

export interface Transaction {
  /** Of the server where a client wrote it. */
  readonly uuid: string;
  readonly number: bigint;
  readonly key: string;
  /** When it was written, virtual ms. */
  readonly at: number;
}

export function transactionOf(uuid: string, number: bigint, at: number): Transaction {
  return { uuid, number, key: `${uuid}:${number}`, at };
}

export function has(set: GtidSet, { uuid, number }: Transaction): boolean {
  return set.get(uuid)?.some(([from, to]) => from <= number && number <= to) ?? false;
}

export function withTransaction(set: GtidSet, transaction: Transaction): GtidSet {
  const { uuid, number } = transaction;
  const intervals = set.get(uuid);
  const last = intervals?.at(-1);
  if (intervals !== undefined && last !== undefined && last[1] + 1n === number) {
    const longer: Interval[] = [...intervals];
    longer[intervals.length - 1] = [last[0], number];
    return new Map(set).set(uuid, longer);
  }
  return unionOf(set, new Map([[uuid, [[number, number] as const]]]));
}

export function setOf(transactions: readonly Transaction[]): GtidSet {
  let set: GtidSet = new Map();
  for (const transaction of transactions) set = withTransaction(set, transaction);
  return set;
}

const texts = new WeakMap<GtidSet, string>();

/** As MySQL prints it. */
export function textOf(set: GtidSet): string {
  const known = texts.get(set);
  if (known !== undefined) return known;
  const text = formatGtidSet(set);
  texts.set(set, text);
  return text;
}
