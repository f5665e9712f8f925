-- proxysql-failover: what ProxySQL needs. Paste it into the admin interface:
--   mysql -h 127.0.0.1 -P 6032 -u admin -p < proxysql-settings.sql
-- Replace the passwords, host names and hostgroups first. Nothing is lost by running it twice.
-- There is no comment next to LOAD and SAVE on purpose: ProxySQL takes one for a syntax error.

-- 1. An admin account for proxysql-failover ("proxysql" in its config). The user admin works from this host only.
--    Keep the accounts you have and add radmin; the variable holds them all.
UPDATE global_variables SET variable_value = 'admin:change-me-admin;radmin:change-me-radmin'
 WHERE variable_name = 'admin-admin_credentials';

--    With ProxySQL Cluster: the other hosts take over what was loaded (LOAD MYSQL SERVERS TO RUNTIME), and nothing else. With
--    1, the default, also what the monitor of one host has moved at runtime: the others save it to mysql_servers and to disk.
UPDATE global_variables SET variable_value = '2' WHERE variable_name = 'admin-cluster_mysql_servers_sync_algorithm';
LOAD ADMIN VARIABLES TO RUNTIME;
SAVE ADMIN VARIABLES TO DISK;

-- 2. The account of ProxySQL's own monitor on the MySQL servers (see mysql-accounts.sql).
UPDATE global_variables SET variable_value = 'monitor' WHERE variable_name = 'mysql-monitor_username';
UPDATE global_variables SET variable_value = 'change-me-monitor' WHERE variable_name = 'mysql-monitor_password';

-- 3. How long a client waits in ProxySQL while the writer hostgroup is empty. A failover keeps it empty for well under a
--    second, after up to one interval until the death is noticed; 10000 ms is ProxySQL's default and enough for both.
UPDATE global_variables SET variable_value = '10000' WHERE variable_name = 'mysql-connect_timeout_server_max';

-- 4. ProxySQL sends a statement again when its server breaks off (once, outside transactions). An INSERT that was
--    committed but not acknowledged is then run twice. 0 gives the error to the application instead, which knows best.
UPDATE global_variables SET variable_value = '0' WHERE variable_name = 'mysql-query_retries_on_failure';
LOAD MYSQL VARIABLES TO RUNTIME;
SAVE MYSQL VARIABLES TO DISK;

-- 5. Recommended: leave mysql_replication_hostgroups empty. With a row there, ProxySQL's monitor moves servers by their
--    read_only alone: it takes a returning old primary for a writer, next to the new one. proxysql-failover keeps that
--    one in a quarantine hostgroup (9000 + writer hostgroup) which the monitor does not look at, so both ways work.
--    Where it is used, set mysql-monitor_writer_is_also_reader to false, or a new primary stays a reader as well.
--
-- 6. The servers: the primary in the writer hostgroup (10), the replicas in the reader hostgroup (20). weight,
--    max_connections and max_replication_lag belong to the place and change hands with it; use_ssl, compression,
--    max_latency_ms and comment belong to the server and go with it.
INSERT OR REPLACE INTO mysql_servers (hostgroup_id, hostname, port, weight, max_connections, comment) VALUES
  (10, 'db1', 3306, 1, 1000, ''),
  (20, 'db2', 3306, 1, 1000, ''),
  (20, 'db3', 3306, 1, 1000, '');
LOAD MYSQL SERVERS TO RUNTIME;
SAVE MYSQL SERVERS TO DISK;

-- 7. Where applications log in. transaction_persistent keeps a transaction on its server.
INSERT OR REPLACE INTO mysql_users (username, password, default_hostgroup, transaction_persistent) VALUES
  ('app', 'change-me-app', 10, 1);
LOAD MYSQL USERS TO RUNTIME;
SAVE MYSQL USERS TO DISK;

-- 8. The scheduler row: ProxySQL starts the file every second. "proxysql-failover install" prints one with the right paths for this
--    host, which also starts from a snapshot of the compiled program where there is one; "install --execute" puts it in place.
DELETE FROM scheduler WHERE comment = 'proxysql-failover';
INSERT INTO scheduler (active, interval_ms, filename, arg1, arg2, arg3, comment) VALUES
  (1, 1000, '/usr/bin/node', '/usr/local/bin/proxysql-failover', 'run', '--config=/etc/proxysql-failover.json', 'proxysql-failover');
LOAD SCHEDULER TO RUNTIME;
SAVE SCHEDULER TO DISK;
