// With which accounts the program reaches a ProxySQL of the lab and the MySQL servers behind it: the first keys of its config.
import { labPasswords } from './lab-accounts.ts';
import type { ProxySQL } from './proxysql.ts';

export function accountsOf(proxysql: ProxySQL): Record<'proxysql' | 'mysql' | 'replication', Record<string, unknown>> {
  return {
    proxysql: {
      host: proxysql.adminHost,
      port: proxysql.adminPort,
      user: proxysql.adminUser,
      password: proxysql.adminPassword,
    },
    mysql: { user: 'failover', password: labPasswords.failover },
    replication: { user: 'repl', password: labPasswords.repl },
  };
}
