/** Stands in for mysql2's index in the bundle: single connections, without the pools and promise wrappers it loads at start. */
// @ts-expect-error the file behind the package's index has no types of its own
import createConnection from '../../../node_modules/mysql2/lib/create_connection.js';

export { createConnection };
