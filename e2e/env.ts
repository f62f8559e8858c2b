/** What the test run tells the specs of the product it started. */
function told(name: string): string {
	const value = process.env[name];
	if (!value) throw new Error(`${name} is not set: run the browser specs with \`npm test -- --only e2e\``);
	return value;
}

export const USER = told('E2E_USER');
export const PASSWORD = told('E2E_PASSWORD');
/** An administrator's token for every zone. */
export const API_TOKEN = told('E2E_API_TOKEN');
export const WEB_URL = told('E2E_WEB_URL');
/** As the owner of the database, to make happen what nobody may ask for: a token that has expired. */
export const DATABASE_URL = told('E2E_DATABASE_URL');
export const REDIS_URL = told('E2E_REDIS_URL');
/** Keys the producers of the test run sign with, in hex. */
export const AUDIT_HMAC_KEY = told('AUDIT_HMAC_KEY');
export const STREAMS_HMAC_KEY = told('STREAMS_HMAC_KEY');
