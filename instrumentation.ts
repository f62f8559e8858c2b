/** Runs once when the web process starts, before it serves: a wrong configuration ends it with one clear line. */
export async function register(): Promise<void> {
	if (process.env.NEXT_RUNTIME !== 'nodejs') return;
	const { startWeb } = await import('./lib/server/start');
	await startWeb();
}
