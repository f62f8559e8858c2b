// The console in production: Next behind an HTTP server of its own, so that what programs ask often is answered before Next sees it
// (lib/server/http/front.ts, which the console puts there when it starts). node scripts/serve.mjs [-H HOST] [-p PORT]
import { createServer } from 'node:http';
import { parseArgs } from 'node:util';
import next from 'next';
import { ROOT } from './bootstrap/paths.mjs';

const EXIT_CODES = { SIGINT: 130, SIGTERM: 143 };

/** @param {string} line */
function refuse(line) {
	process.stderr.write(`${line}\n`);
	process.exit(1);
}

function options() {
	try {
		const { values } = parseArgs({ options: { hostname: { type: 'string', short: 'H' }, port: { type: 'string', short: 'p' } } });
		const port = Number(values.port ?? process.env.PORT ?? 3000);
		if (!Number.isInteger(port) || port < 0 || port > 65_535)
			refuse(`The port ${values.port ?? process.env.PORT} is no number up to 65535`);
		return { port, hostname: values.hostname };
	} catch (error) {
		return refuse(`${error instanceof Error ? error.message.split('.')[0] : error}: give -H HOST, -p PORT or nothing`);
	}
}

const { port, hostname } = options() ?? { port: 3000, hostname: undefined };
const app = next({ dev: false, dir: ROOT, port, ...(hostname === undefined ? {} : { hostname }) });
await app.prepare();
const handle = app.getRequestHandler();
const holder =
	/** @type {{ caracalFront?: (request: import('node:http').IncomingMessage, response: import('node:http').ServerResponse) => boolean }} */ (
		/** @type {unknown} */ (globalThis)
	);

const server = createServer((request, response) => {
	if (holder.caracalFront?.(request, response) === true) return;
	handle(request, response).catch((error) => {
		console.error(error);
		response.destroy();
	});
});
server.on('error', (error) =>
	refuse(
		'code' in error && error.code === 'EADDRINUSE'
			? `Port ${port} is in use: give another one as PORT or -p`
			: `The console cannot listen: ${error.message}`,
	),
);
server.listen(port, hostname, () => process.stdout.write(`The console listens on port ${port}\n`));

let isStopping = false;
/** Takes no more requests, finishes those under way, and ends. @param {'SIGINT' | 'SIGTERM'} signal */
async function stop(signal) {
	if (isStopping) return;
	isStopping = true;
	await new Promise((resolve) => server.close(resolve));
	await app.close();
	process.exit(EXIT_CODES[signal]);
}
process.on('SIGINT', () => void stop('SIGINT'));
process.on('SIGTERM', () => void stop('SIGTERM'));
