/** A machine that stands still does later what was due meanwhile, and later by as much what was due after. */
import { expect, test } from 'vitest';
import { MachineClock } from './machine-clock.ts';
import { VirtualTime } from './virtual-time.ts';

function aMachine() {
  const time = new VirtualTime();
  const clock = new MachineClock(time);
  const happened: [what: string, at: number][] = [];
  const note = (what: string) => (): void => {
    happened.push([what, time.now]);
  };
  time.after(100, () => clock.stop());
  time.after(400, () => clock.goOn());
  return { time, clock, happened, note };
}

function play(time: VirtualTime): void {
  while (time.step());
}

test('what was due before is done in time, everything else as much later as it stood still', () => {
  const { time, clock, happened, note } = aMachine();
  clock.after(50, note('before'));
  clock.after(150, note('meanwhile'));
  clock.after(500, note('after'));
  play(time);
  expect(happened).toEqual([
    ['before', 50],
    ['meanwhile', 450],
    ['after', 800],
  ]);
});

test('what reaches it meanwhile waits, in order; what does so before or after does not', () => {
  const { time, clock, happened, note } = aMachine();
  for (const at of [50, 200, 300, 500]) time.after(at, () => clock.whenGoing(note(`sent at ${at}`)));
  play(time);
  expect(happened).toEqual([
    ['sent at 50', 50],
    ['sent at 200', 400],
    ['sent at 300', 400],
    ['sent at 500', 500],
  ]);
});

test('its clock is behind afterwards', () => {
  const { time, clock } = aMachine();
  time.after(1000, () => {});
  play(time);
  expect(clock.now).toBe(700);
});

test('what is cancelled while it still has to wait does not happen', () => {
  const { time, clock, happened, note } = aMachine();
  const appointment = clock.after(150, note('cancelled'));
  time.after(420, () => appointment.cancel());
  play(time);
  expect(happened).toEqual([]);
});
