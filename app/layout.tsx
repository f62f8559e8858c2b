import type { Metadata, Viewport } from 'next';
import { headers } from 'next/headers';
import type { ReactNode } from 'react';
import { Hydrated } from '@/components/ui/hydrated';
import './globals.css';

export const metadata: Metadata = {
	title: { default: 'Caracal Audit Console', template: '%s · Caracal Audit Console' },
	description: 'What Caracal decided, why, and the proof of it.',
	robots: { index: false, follow: false },
};

export const viewport: Viewport = { width: 'device-width', initialScale: 1, colorScheme: 'dark light' };

export default async function RootLayout({ children }: { children: ReactNode }) {
	const nonce = (await headers()).get('x-nonce') ?? undefined;
	return (
		<html lang="en" suppressHydrationWarning>
			<head>
				<script nonce={nonce} src="/theme.js" suppressHydrationWarning />
			</head>
			<body className="font-sans text-13 text-text bg-bg">
				{children}
				<Hydrated />
			</body>
		</html>
	);
}
