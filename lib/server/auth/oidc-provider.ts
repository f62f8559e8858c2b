import 'server-only';
import type { OAuthConfig } from 'next-auth/providers/oauth';
import { webEnv } from '../env';
import { type Claims, nameByClaims } from './oidc-claims';
import type { OidcSettings } from './oidc-settings';

/** next-auth's name for the identity provider: a part of the redirect address that is registered there. */
export const OIDC = 'oidc';
const HTTP_MS_MAX = 10_000;

/** What the sign-in page calls the identity provider; null when there is none. */
export function oidcName(): string | null {
	return webEnv().oidc?.name ?? null;
}

/** Whether the roles of the identity provider's accounts come from its claims, and cannot be given in the console. */
export function rolesComeFromProvider(): boolean {
	return webEnv().oidc?.roles !== undefined;
}

const bare = (issuer: unknown) => String(issuer).replace(/\/$/, '');

/**
 * The identity provider as next-auth takes it: found by its well-known document, with state, nonce and PKCE, its id token
 * verified. Providers put claims into the token or behind the userinfo endpoint; both are read, and the token's come first.
 */
export function oidcProvider(settings: OidcSettings): OAuthConfig<Claims> {
	return {
		id: OIDC,
		name: settings.name,
		type: 'oauth',
		wellKnown: `${bare(settings.issuer)}/.well-known/openid-configuration`,
		clientId: settings.clientId,
		clientSecret: settings.clientSecret,
		idToken: true,
		checks: ['pkce', 'state', 'nonce'],
		authorization: { params: { scope: settings.scope } },
		httpOptions: { timeout: HTTP_MS_MAX },
		userinfo: {
			async request({ client, tokens }) {
				// the id token was checked against the issuer of the document; that must be the one that was configured
				if (bare(client.issuer.metadata.issuer) !== bare(settings.issuer))
					throw new Error(`the provider calls itself ${client.issuer.metadata.issuer}, not ${settings.issuer}`);
				// next-auth hands on the set of tokens that openid-client verified, and types it as plain members
				const verified = tokens as Exclude<Parameters<typeof client.userinfo>[0], string>;
				const claims = verified.claims();
				if (client.issuer.metadata.userinfo_endpoint === undefined || verified.access_token === undefined) return claims;
				return { ...(await client.userinfo(verified)), ...claims };
			},
		},
		profile: (claims) => ({ id: String(claims.sub), name: nameByClaims(claims) }),
	};
}
