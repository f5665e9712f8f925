/** Ways between hosts, each direction by itself; what is under way over a cut one waits and is sent again, as TCP does. */
import type { Random } from './random.ts';
import type { VirtualTime } from './virtual-time.ts';

/** How long a sender's kernel goes on sending again, also for a process that has long given up. */
const RETRANSMIT_MS = 15_000;

interface Held {
  readonly until: number;
  readonly deliver: () => void;
}

export class Network {
  /** By `from>to`: how many cuts lie on it. */
  private readonly cuts = new Map<string, number>();
  private readonly held = new Map<string, Held[]>();
  private readonly time: VirtualTime;
  private readonly random: Random;

  constructor(time: VirtualTime, random: Random) {
    this.time = time;
    this.random = random;
  }

  isOpen(from: string, to: string): boolean {
    return from === to || !this.cuts.has(`${from}>${to}`);
  }

  isOpenBothWays(a: string, b: string): boolean {
    return this.isOpen(a, b) && this.isOpen(b, a);
  }

  cut(from: string, to: string): void {
    const way = `${from}>${to}`;
    this.cuts.set(way, (this.cuts.get(way) ?? 0) + 1);
  }

  heal(from: string, to: string): void {
    const way = `${from}>${to}`;
    const left = (this.cuts.get(way) ?? 0) - 1;
    if (left > 0) this.cuts.set(way, left);
    else this.cuts.delete(way);
    if (left > 0) return;
    const waiting = this.held.get(way) ?? [];
    this.held.delete(way);
    const again = this.random.between(50, 900);
    for (const { until, deliver } of waiting) {
      if (until >= this.time.now) this.send(from, to, deliver, again, until);
    }
  }

  send(from: string, to: string, deliver: () => void, latency = this.random.latency(), until = Infinity): void {
    this.time.after(latency, () => {
      if (this.isOpen(from, to)) return deliver();
      const way = `${from}>${to}`;
      const held: Held = { until: Math.min(until, this.time.now + RETRANSMIT_MS), deliver };
      const waiting = this.held.get(way);
      if (waiting === undefined) this.held.set(way, [held]);
      else waiting.push(held);
    });
  }
}
