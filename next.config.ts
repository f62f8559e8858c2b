import type { NextConfig } from 'next';
import { ANSWER_POLICY, SECURITY_HEADERS } from './lib/security-headers';

const config: NextConfig = {
	poweredByHeader: false,
	reactStrictMode: true,
	serverExternalPackages: ['postgres', 'pino'],
	// types of the whole repository are checked by `npm run verify`; a build need not do it again
	typescript: { ignoreBuildErrors: true },
	// asked for by browsers that leave a page before they have read which icon it names
	rewrites: async () => [{ source: '/favicon.ico', destination: '/icon.svg' }],
	headers: async () => [
		{ source: '/:path*', headers: [...SECURITY_HEADERS] },
		{ source: '/v1/:path*', headers: [{ key: 'content-security-policy', value: ANSWER_POLICY }] },
	],
};

export default config;
