/** Wall-clock milliseconds since 1970 with fractions; never goes back within one process, comparable with times in logs. */
export function now(): number {
  return performance.timeOrigin + performance.now();
}
