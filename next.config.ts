import type { NextConfig } from 'next';
import { SECURITY_HEADERS } from './lib/security-headers';

const config: NextConfig = {
	poweredByHeader: false,
	reactStrictMode: true,
	serverExternalPackages: ['postgres', 'pino'],
	headers: async () => [{ source: '/:path*', headers: [...SECURITY_HEADERS] }],
};

export default config;
