/** Every one of the last `count` pings failed for another reason than the monitor's account (server_responds_to_ping). */
export function missedPings(errors: readonly (string | null)[], count: number): boolean {
  const last = errors.slice(-count);
  return (
    last.length === count &&
    last.every(
      (error) => error !== null && !/^(ProxySQL Error: )?Access denied for user|^Your password has expired/.test(error),
    )
  );
}

/** Every one of the last `count` read_only checks timed out, for which any failure to connect counts. */
export function missedReadOnlyChecks(errors: readonly (string | null)[], count: number): boolean {
  const last = errors.slice(-count);
  return last.length === count && last.every((error) => error?.startsWith('timeout') === true);
}

/** The question behind a check_type of mysql_replication_hostgroups. */
export function readOnlyQuery(checkType: string): string {
  const variables: Record<string, string> = {
    innodb_read_only: '@@global.innodb_read_only',
    super_read_only: '@@global.super_read_only',
    'read_only&innodb_read_only': '@@global.read_only&@@global.innodb_read_only',
    'read_only|innodb_read_only': '@@global.read_only|@@global.innodb_read_only',
  };
  return `SELECT ${variables[checkType] ?? '@@global.read_only'} read_only`;
}
