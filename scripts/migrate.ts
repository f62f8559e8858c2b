// npm run migrate: brings the database of DATABASE_URL to the newest schema. Run it as the schema's owner.
import { ConfigError } from '../lib/errors';
import { refuseArguments } from '../lib/no-arguments';
import { migrateDatabase } from './demo/database';
import { readSecret } from './env';

refuseArguments('npm run migrate', process.argv.slice(2));
const databaseUrl = readSecret('DATABASE_URL');
if (!databaseUrl || !/^postgres(ql)?:\/\//.test(databaseUrl) || !URL.canParse(databaseUrl))
	throw new ConfigError('DATABASE_URL is not set to a Postgres address: write it like postgres://owner:password@host:5432/database');
await migrateDatabase(databaseUrl);
console.error('The database has the newest schema.');
