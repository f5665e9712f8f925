/** The config file: every key, what it may hold, its default. The JSON Schema in `proxysql/` is generated from this. */
import {
  array,
  boolean,
  description,
  type InferOutput,
  integer,
  maxLength,
  maxValue,
  minLength,
  minValue,
  number,
  optional,
  picklist,
  pipe,
  record,
  regex,
  strictObject,
  string,
} from 'valibot';

const text = (says: string) => pipe(string(), minLength(1, 'a text that is not empty'), description(says));
const password = (says: string) => pipe(string(), description(says));
const port = (says: string) =>
  pipe(
    number(),
    integer('a whole number'),
    minValue(1, 'a port from 1 to 65535'),
    maxValue(65535, 'a port from 1 to 65535'),
    description(says),
  );
const hostgroup = (says: string) =>
  pipe(
    number(),
    integer('a whole number'),
    minValue(0, 'a hostgroup from 0 to 2147483647'),
    maxValue(2147483647, 'a hostgroup from 0 to 2147483647'),
    description(says),
  );
const milliseconds = (says: string, min: number, max: number) =>
  pipe(
    number(),
    integer('a whole number of milliseconds'),
    minValue(min, `${min} to ${max} milliseconds`),
    maxValue(max, `${min} to ${max} milliseconds`),
    description(says),
  );

const HOST_AND_PORT = /^.+:\d+$/;

const clusterSchema = strictObject({
  name: text('What the cluster is called in logs, in the history and in --cluster.'),
  writerHostgroup: hostgroup('The hostgroup that gets the writes: one server.'),
  readerHostgroup: hostgroup('The hostgroup that gets the reads.'),
  quarantineHostgroup: optional(
    hostgroup('Holds a server that may not serve; outside every writer/reader pair. Default: 9000 + writerHostgroup.'),
  ),
  promotionRules: optional(
    pipe(
      record(
        pipe(string(), regex(HOST_AND_PORT, 'a server as host:port')),
        picklist(['prefer', 'neutral', 'preferNot', 'never']),
      ),
      description('Who is promoted where several replicas have the same transactions, by host:port. Default: neutral.'),
    ),
    {},
  ),
});

export const configSchema = strictObject({
  $schema: optional(pipe(string(), description('The JSON Schema of this file, for editors.'))),
  proxysql: strictObject({
    host: optional(text('Where the admin interface listens.'), '127.0.0.1'),
    port: optional(port('The port of the admin interface.'), 6032),
    user: text('An admin account (admin-admin_credentials); not a stats account.'),
    password: password('Its password.'),
  }),
  mysql: strictObject({
    user: text('The account of this program on every MySQL server; see proxysql/mysql-accounts.sql.'),
    password: password('Its password.'),
    sslMode: optional(
      pipe(
        picklist(['DISABLED', 'REQUIRED', 'VERIFY_CA', 'VERIFY_IDENTITY']),
        description('TLS to the MySQL servers, as --ssl-mode of the mysql client.'),
      ),
      'DISABLED',
    ),
    sslCa: optional(text('File with the certificate authorities, PEM; needed by VERIFY_CA and VERIFY_IDENTITY.')),
  }),
  replication: strictObject({
    user: text('The account with which a replica reads from its source.'),
    password: pipe(
      string(),
      maxLength(32, 'at most 32 characters, which is all that SOURCE_PASSWORD takes'),
      description('Its password.'),
    ),
  }),
  clusters: optional(
    pipe(
      array(clusterSchema),
      minLength(1, 'at least one cluster'),
      description('Left out: every row of mysql_replication_hostgroups is a cluster, named by its comment.'),
    ),
  ),
  autoFailover: optional(
    pipe(
      boolean(),
      description(
        'false: no failover, no fencing, no primary made writable again; what would be done is said. A failover that has begun is finished, and this ProxySQL’s rows still follow a primary that has changed.',
      ),
    ),
    true,
  ),
  autoRejoin: optional(
    pipe(
      boolean(),
      description(
        'A former primary that comes back with nothing of its own follows the new one and serves reads again; false: it waits in quarantine for a person.',
      ),
    ),
    true,
  ),
  allowDataLoss: optional(
    pipe(
      boolean(),
      description(
        'Whether a failover may go on without transactions that the primary is known to have had. Left out: yes where replication was asynchronous, no where it was semi-synchronous.',
      ),
    ),
  ),
  quorum: optional(
    pipe(
      picklist(['majority', 'any']),
      description(
        'Of how many servers the lock is needed before anything is changed on them: several ProxySQL hosts need majority, one alone may take any.',
      ),
    ),
    'majority',
  ),
  recoveryPeriodBlockMs: optional(
    milliseconds(
      'After an automatic failover no second one begins for so long, unless it is acknowledged.',
      0,
      86400000,
    ),
    300000,
  ),
  maxFailoversPerDay: optional(
    pipe(
      number(),
      integer('a whole number'),
      minValue(0, '0 to 1000'),
      maxValue(1000, '0 to 1000'),
      description('Automatic failovers in any 24 hours that nobody has acknowledged; 0: no cap.'),
    ),
    3,
  ),
  backendConnectTimeoutMs: optional(
    milliseconds('For a connection to a MySQL server, login included.', 50, 60000),
    750,
  ),
  backendReadTimeoutMs: optional(milliseconds('For the answer to a statement that only reads.', 50, 60000), 1000),
  failoverTimeoutMs: optional(milliseconds('For a whole run; it ends itself then.', 5000, 3600000), 90000),
  applyTimeoutMs: optional(milliseconds('For the candidate to apply everything it received.', 100, 3600000), 60000),
  reconnectTimeoutMs: optional(
    milliseconds('For a replica to connect anew to a primary that this host cannot reach.', 50, 10000),
    300,
  ),
  repointTimeoutMs: optional(milliseconds('For a replica to connect to the new primary.', 100, 600000), 10000),
  maxReplicationLagMs: optional(
    milliseconds(
      'A replica further behind than this is reported, and serves no reads while another can.',
      1000,
      86400000,
    ),
    10000,
  ),
  logLevel: optional(
    pipe(picklist(['debug', 'info', 'warn', 'error']), description('The least that is logged.')),
    'info',
  ),
  logFile: optional(text('Absolute path; the default is standard output, which is ProxySQL’s own log.')),
});

export type Config = InferOutput<typeof configSchema>;
