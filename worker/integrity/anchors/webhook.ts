import { type Anchor, AnchorDisagrees, fileOf, segmentOf } from './anchor';

const ANSWER_MS_MAX = 10_000;

/**
 * Notes as requests: POST with the note as the body, its zone and size in headers. 2xx means kept; 409 that the receiver holds
 * another note of this size. It cannot be read back, so who runs it compares.
 * @param token sent as a bearer token, if any
 */
export function webhookAnchor(name: string, url: string, token: string | null): Anchor {
	return {
		name,
		kind: 'webhook',
		// what follows the host may be a secret of the receiver's
		place: new URL(url).origin,
		reads: null,
		async deliver(zoneId, size, note) {
			const answer = await fetch(url, {
				method: 'POST',
				redirect: 'error',
				signal: AbortSignal.timeout(ANSWER_MS_MAX),
				headers: {
					'content-type': 'text/plain; charset=utf-8',
					'idempotency-key': `${segmentOf(zoneId)}/${fileOf(size)}`,
					'x-caracal-zone': segmentOf(zoneId),
					'x-caracal-checkpoint-size': String(size),
					...(token === null ? {} : { authorization: `Bearer ${token}` }),
				},
				body: note,
			});
			await answer.body?.cancel();
			if (answer.status === 409) throw new AnchorDisagrees(`the receiver holds another checkpoint over ${size} events`);
			if (!answer.ok) throw new Error(`the receiver answered with status ${answer.status}`);
		},
	};
}
