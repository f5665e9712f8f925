/** The variables the forwarder and the monitor look at, as numbers and booleans. Times in ms unless named otherwise. */
export type Settings = {
  autoIncrementDelayMultiplex: number;
  autoIncrementDelayMultiplexTimeoutMs: number;
  connectRetriesDelayMs: number;
  connectRetriesOnFailure: number;
  connectTimeoutServerMs: number;
  connectTimeoutServerMaxMs: number;
  defaultMaxLatencyMs: number;
  evaluateReplicationLagOnServersLoad: boolean;
  multiplexing: boolean;
  pollTimeoutOnFailureMs: number;
  queryRetriesOnFailure: number;
  serverVersion: string;
  defaultSchema: string;
  authPlugin: 'mysql_native_password' | 'caching_sha2_password';
  shunOnFailures: number;
  shunRecoveryTimeS: number;
  monitorEnabled: boolean;
  monitorUsername: string;
  monitorPassword: string;
  monitorHistoryMs: number;
  monitorConnectIntervalMs: number;
  monitorConnectTimeoutMs: number;
  monitorPingIntervalMs: number;
  monitorPingMaxFailures: number;
  monitorPingTimeoutMs: number;
  monitorReadOnlyIntervalMs: number;
  monitorReadOnlyMaxTimeoutCount: number;
  monitorReadOnlyTimeoutMs: number;
  monitorReplicationLagIntervalMs: number;
  monitorReplicationLagTimeoutMs: number;
  monitorSlaveLagWhenNullS: number;
  monitorWriterIsAlsoReader: boolean;
};

/** Reads the settings from `mysql-…` variables as `name -> value`; unknown numbers become 0 as atoi makes them. */
export function readSettings(variables: ReadonlyMap<string, string>): Settings {
  const text = (name: string): string => variables.get(`mysql-${name}`) ?? '';
  const number = (name: string): number => Number.parseInt(text(name), 10) || 0;
  const flag = (name: string): boolean => /^(true|1)$/i.test(text(name));
  return {
    autoIncrementDelayMultiplex: number('auto_increment_delay_multiplex'),
    autoIncrementDelayMultiplexTimeoutMs: number('auto_increment_delay_multiplex_timeout_ms'),
    connectRetriesDelayMs: number('connect_retries_delay'),
    connectRetriesOnFailure: number('connect_retries_on_failure'),
    connectTimeoutServerMs: number('connect_timeout_server'),
    connectTimeoutServerMaxMs: number('connect_timeout_server_max'),
    defaultMaxLatencyMs: number('default_max_latency_ms'),
    evaluateReplicationLagOnServersLoad: flag('evaluate_replication_lag_on_servers_load'),
    multiplexing: flag('multiplexing'),
    pollTimeoutOnFailureMs: number('poll_timeout_on_failure'),
    queryRetriesOnFailure: number('query_retries_on_failure'),
    serverVersion: text('server_version'),
    defaultSchema: text('default_schema'),
    authPlugin:
      text('default_authentication_plugin') === 'caching_sha2_password'
        ? 'caching_sha2_password'
        : 'mysql_native_password',
    shunOnFailures: number('shun_on_failures'),
    shunRecoveryTimeS: number('shun_recovery_time_sec'),
    monitorEnabled: flag('monitor_enabled'),
    monitorUsername: text('monitor_username'),
    monitorPassword: text('monitor_password'),
    monitorHistoryMs: number('monitor_history'),
    monitorConnectIntervalMs: number('monitor_connect_interval'),
    monitorConnectTimeoutMs: number('monitor_connect_timeout'),
    monitorPingIntervalMs: number('monitor_ping_interval'),
    monitorPingMaxFailures: number('monitor_ping_max_failures'),
    monitorPingTimeoutMs: number('monitor_ping_timeout'),
    monitorReadOnlyIntervalMs: number('monitor_read_only_interval'),
    monitorReadOnlyMaxTimeoutCount: number('monitor_read_only_max_timeout_count'),
    monitorReadOnlyTimeoutMs: number('monitor_read_only_timeout'),
    monitorReplicationLagIntervalMs: number('monitor_replication_lag_interval'),
    monitorReplicationLagTimeoutMs: number('monitor_replication_lag_timeout'),
    monitorSlaveLagWhenNullS: number('monitor_slave_lag_when_null'),
    monitorWriterIsAlsoReader: flag('monitor_writer_is_also_reader'),
  };
}
