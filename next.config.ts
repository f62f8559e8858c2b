import type { NextConfig } from 'next';
import { SECURITY_HEADERS } from './lib/security-headers';

const config: NextConfig = {
	poweredByHeader: false,
	reactStrictMode: true,
	serverExternalPackages: ['postgres', 'pino'],
	// types of the whole repository are checked by `npm run verify`; a build need not do it again
	typescript: { ignoreBuildErrors: true },
	// asked for by browsers that leave a page before they have read which icon it names
	rewrites: async () => [{ source: '/favicon.ico', destination: '/icon.svg' }],
	headers: async () => [{ source: '/:path*', headers: [...SECURITY_HEADERS] }],
};

export default config;
