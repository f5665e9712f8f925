/** Time that passes only from event to event, in milliseconds; what is due at the same moment happens in the order it was asked for. */

/** Whose doing an event is; an event made by another inherits it. */
export type Cause = 'fault' | 'script' | 'monitor' | 'proxysql' | 'client' | 'replication' | 'scheduler';

export interface Appointment {
  cancel(): void;
}

interface TimedEvent {
  readonly at: number;
  readonly order: number;
  readonly cause: Cause;
  act: (() => void) | null;
}

export class VirtualTime {
  now = 0;
  cause: Cause = 'scheduler';
  /** Events that have happened. */
  count = 0;
  private readonly heap: TimedEvent[] = [];
  private order = 0;

  after(ms: number, act: () => void, cause: Cause = this.cause): Appointment {
    const event: TimedEvent = { at: this.now + Math.max(0, ms), order: this.order++, cause, act };
    this.push(event);
    return {
      cancel: () => {
        event.act = null;
      },
    };
  }

  /** Lets the next event happen; false where there is none. */
  step(): boolean {
    for (;;) {
      const event = this.pop();
      if (event === undefined) return false;
      if (event.act === null) continue;
      this.now = event.at;
      this.cause = event.cause;
      this.count += 1;
      event.act();
      return true;
    }
  }

  private push(event: TimedEvent): void {
    const { heap } = this;
    let index = heap.length;
    heap.push(event);
    while (index > 0) {
      const up = (index - 1) >> 1;
      const parent = heap[up];
      if (parent === undefined || isEarlier(parent, event)) break;
      heap[index] = parent;
      index = up;
    }
    heap[index] = event;
  }

  private pop(): TimedEvent | undefined {
    const { heap } = this;
    const first = heap[0];
    const last = heap.pop();
    if (last === undefined || first === undefined || heap.length === 0) return first;
    let index = 0;
    for (;;) {
      let down = 2 * index + 1;
      const [left, right] = [heap[down], heap[down + 1]];
      if (left === undefined) break;
      let smaller = left;
      if (right !== undefined && isEarlier(right, left)) {
        smaller = right;
        down += 1;
      }
      if (!isEarlier(smaller, last)) break;
      heap[index] = smaller;
      index = down;
    }
    heap[index] = last;
    return first;
  }
}

function isEarlier(a: TimedEvent, b: TimedEvent): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order);
}
