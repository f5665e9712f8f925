-- proxysql-failover: the accounts it needs on MySQL 8.0.23 or newer, 8.4 and 9.x.
--
-- Run this once, on the primary: replication carries it to the replicas.
-- Replace the three passwords first. None of these accounts has SUPER or ALL.

-- 1. The account of proxysql-failover itself ("mysql" in its config).
CREATE USER IF NOT EXISTS 'failover'@'%' IDENTIFIED BY 'change-me-failover';
GRANT
  REPLICATION CLIENT,        -- SHOW REPLICA STATUS
  REPLICATION SLAVE,         -- SHOW REPLICAS: finds replicas that ProxySQL does not know
  REPLICATION_SLAVE_ADMIN,   -- STOP and START REPLICA, CHANGE REPLICATION SOURCE TO
  RELOAD,                    -- RESET REPLICA ALL on the promoted server
  SYSTEM_VARIABLES_ADMIN,    -- SET GLOBAL read_only and super_read_only
  CONNECTION_ADMIN           -- the spare connection when max_connections is reached; to set read_only; KILL when a server is fenced
ON *.* TO 'failover'@'%';
-- Optional: KILL of an applier, where the primary died in the middle of sending a large transaction. Without it MySQL lets such a failover
-- wait for a minute.
GRANT SYSTEM_USER ON *.* TO 'failover'@'%';
GRANT SELECT ON performance_schema.* TO 'failover'@'%'; -- channels, uptime, the connections to kill when a server is fenced

-- 2. The account the replicas use to read from their source ("replication" in the config).
CREATE USER IF NOT EXISTS 'repl'@'%' IDENTIFIED BY 'change-me-repl';
GRANT REPLICATION SLAVE ON *.* TO 'repl'@'%';

-- 3. The account of ProxySQL's own monitor (mysql-monitor_username).
CREATE USER IF NOT EXISTS 'monitor'@'%' IDENTIFIED BY 'change-me-monitor';
GRANT REPLICATION CLIENT ON *.* TO 'monitor'@'%';
