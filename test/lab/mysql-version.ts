/** The version in what `mysqld --version` prints, such as "9.7.4"; undefined for MariaDB and for anything that is not MySQL. */
export function mysqlVersion(printed: string): string | undefined {
  if (/mariadb/i.test(printed)) return undefined;
  return /\bVer (\d+\.\d+\.\d+)/.exec(printed)?.[1];
}

/** Compares versions such as "8.0.23" by their numbers: negative, zero or positive. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [a, b].map((version) => version.split('.').map(Number));
  for (let i = 0; i < 3; i++) {
    const difference = (left?.[i] ?? 0) - (right?.[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
