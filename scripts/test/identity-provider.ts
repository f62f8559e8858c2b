import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';

/** Another name than the console's 127.0.0.1, so that the two are different sites to a browser, as in real life. */
const HOST = 'localhost';
const CLIENT_ID = 'caracal-audit-console';

/** What is known of some people by their login. Anyone else may sign in as well, and has no groups. */
const PEOPLE: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
	olga: { groups: ['staff', 'audit-admins'], zones: ['*'] },
	reza: { groups: ['audit-readers'], zones: ['prod-eu'] },
	vera: { groups: ['audit-readers'], zones: ['zone-of-nobody'] },
	// the name of an account of the console
	admin: { groups: ['staff'], zones: ['*'] },
};

export interface IdentityProvider {
	/** The variables that make a console use it. */
	readonly env: Record<string, string>;
	stop(): Promise<void>;
}

/**
 * Starts a real OpenID provider on this machine, whose login page takes any password.
 * @param webUrl where the one client is, the console
 */
export async function startIdentityProvider(webUrl: string): Promise<IdentityProvider> {
	// loaded when it is needed: it greets whoever imports it
	const { default: Provider } = await import('oidc-provider');
	const server = createServer();
	server.listen(0, HOST);
	await once(server, 'listening');
	const address = server.address();
	const issuer = `http://${HOST}:${typeof address === 'object' && address ? address.port : 0}`;
	const secret = randomBytes(24).toString('hex');
	const provider = new Provider(issuer, {
		clients: [{ client_id: CLIENT_ID, client_secret: secret, redirect_uris: [`${webUrl}/api/auth/callback/oidc`] }],
		claims: { profile: ['preferred_username'], groups: ['groups'], zones: ['zones'] },
		scopes: ['openid', 'profile', 'groups', 'zones'],
		cookies: { keys: [randomBytes(16).toString('hex')] },
		pkce: { required: () => true },
		features: { devInteractions: { enabled: true } },
		findAccount: (_, id) => ({
			accountId: id,
			claims: async () => ({ sub: id, preferred_username: id, ...(Object.hasOwn(PEOPLE, id) ? PEOPLE[id] : {}) }),
		}),
	});
	server.on('request', provider.callback());
	// a run that fails before it stops us must end all the same
	server.unref();
	return {
		env: {
			OIDC_ISSUER: issuer,
			OIDC_CLIENT_ID: CLIENT_ID,
			OIDC_CLIENT_SECRET: secret,
			OIDC_NAME: 'Test Identity',
			OIDC_SCOPE: 'openid profile groups zones',
			OIDC_ROLE_CLAIM: 'groups',
			OIDC_ROLE_MAP: 'audit-admins=admin,audit-readers=viewer',
			OIDC_ZONE_CLAIM: 'zones',
		},
		async stop() {
			const closed = once(server, 'close');
			server.close();
			server.closeAllConnections();
			await closed;
		},
	};
}
