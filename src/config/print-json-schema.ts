/** Prints the JSON Schema of the config file: `npm run build` puts it into `proxysql/`. */
import { toJsonSchema } from '@valibot/to-json-schema';
import { configSchema } from './schema.ts';

process.stdout.write(`${JSON.stringify(toJsonSchema(configSchema, { typeMode: 'input' }), null, 2)}\n`);
