/** What many simulations add up to. */
import type { Report } from './simulation.ts';

export class Figures {
  scenarios = 0;
  events = 0;
  private virtualMs = 0;
  private runs = 0;
  private faults = 0;
  private promotions = 0;
  private needless = 0;
  private acknowledged = 0;
  private lost = 0;
  private lostUnderSemiSync = 0;
  private readonly ends = new Map<string, number>();
  private readonly endings = new Map<string, number>();

  add(report: Report): void {
    this.scenarios += 1;
    this.events += report.events;
    this.virtualMs += report.virtualMs;
    this.runs += report.runs;
    this.faults += report.faults;
    this.promotions += report.promotions;
    this.needless += report.needless;
    this.acknowledged += report.acknowledged;
    this.lost += report.lost;
    this.lostUnderSemiSync += report.lostUnderSemiSync;
    count(this.ends, report.end, 1);
    for (const [ending, times] of report.endings) count(this.endings, ending, times);
  }

  /** `cpuSeconds`: of this process, on a machine that others use too. */
  lines(seconds: number, cpuSeconds: number): string[] {
    const speed = `${Math.round(this.events / cpuSeconds)} events per second of CPU`;
    return [
      `${this.scenarios} scenarios, ${this.events} events in ${seconds.toFixed(1)} s, ${cpuSeconds.toFixed(1)} s of CPU: ${speed}`,
      `${(this.virtualMs / 3_600_000).toFixed(1)} hours of virtual time, ${this.runs} runs, ${this.faults} faults, ${this.promotions} promotions (${this.needless} while the old primary was up again)`,
      `${this.acknowledged} writes acknowledged, ${this.lost} of them not on the last primary (${this.lostUnderSemiSync} of those confirmed under semi-sync)`,
      `simulations ended: ${table(this.ends)}`,
      `runs ended: ${table(this.endings)}`,
    ];
  }
}

function count(map: Map<string, number>, key: string, times: number): void {
  map.set(key, (map.get(key) ?? 0) + times);
}

function table(map: ReadonlyMap<string, number>): string {
  const sorted = [...map].sort((a, b) => b[1] - a[1]);
  return sorted.map(([key, times]) => `${times} ${key}`).join(', ');
}
