import type { SeenName } from '../../db/word-index/groups';
import { field, objectOf, parsed } from '../../lib/events/read-json';
import { redactText } from '../../lib/evidence/redact';

/** Longest name and id kept, in UTF-8 bytes; beyond them a name is nobody's to type. */
const NAME_BYTES_MAX = 256;
const ID_BYTES_MAX = 512;
/** Names remembered, so that each is written once and not with every event. */
const REMEMBERED_MAX = 20_000;

const PAIRS = [
	{ field: 1, name: 'application_name', id: 'application_id' },
	{ field: 2, name: 'workload_name', id: 'workload_id' },
] as const;

/** The names an event's metadata gives its application and its workload; none that looks like a secret. */
export function namesOf(metadataText: string): SeenName[] {
	if (!metadataText.includes('"application_name"') && !metadataText.includes('"workload_name"')) return [];
	const metadata = objectOf(parsed(metadataText));
	return PAIRS.flatMap((pair) => {
		const name = field(metadata, pair.name);
		const id = field(metadata, pair.id);
		return fits(name, NAME_BYTES_MAX) && fits(id, ID_BYTES_MAX) ? [{ field: pair.field, name, id }] : [];
	});
}

function fits(text: unknown, bytesMax: number): text is string {
	if (typeof text !== 'string' || text === '' || text.length > bytesMax || Buffer.byteLength(text) > bytesMax) return false;
	return redactText(text) === text;
}

/** Names of a batch that were not written before, each once. */
export class NewNames {
	private readonly written = new Set<string>();
	private readonly pending = new Map<string, SeenName>();

	add(zoneNo: number, name: SeenName): void {
		const key = JSON.stringify([zoneNo, name.field, name.name, name.id]);
		if (!this.written.has(key)) this.pending.set(key, name);
	}

	/** What is to be written; forgotten again unless `settle` follows. */
	list(): SeenName[] {
		return [...this.pending.values()];
	}

	/** Ends a batch. @param isWritten whether its transaction was committed */
	settle(isWritten: boolean): void {
		if (isWritten) {
			if (this.written.size > REMEMBERED_MAX) this.written.clear();
			for (const key of this.pending.keys()) this.written.add(key);
		}
		this.pending.clear();
	}
}
