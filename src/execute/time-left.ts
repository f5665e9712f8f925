/** Until the deadline, in whole ms; never 0, which would mean no bound. */
export function timeLeft(deadline: number, { now }: { readonly now: () => number }): number {
  return Math.max(1, Math.round(deadline - now()));
}
