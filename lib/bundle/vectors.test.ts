import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { evidenceVectors } from './testing/vectors';

const FOLDER = join(import.meta.dirname, '../../docs/vectors/evidence');

it('the published vectors are what this code makes, byte for byte', async () => {
	const made = await evidenceVectors();
	expect(readdirSync(FOLDER).sort()).toEqual([...made.keys()].sort());
	for (const [name, bytes] of made) expect([name, readFileSync(join(FOLDER, name)).equals(bytes)]).toEqual([name, true]);
	const outcomes: { name: string; outcome: string; firstFinding: { check: string } | null }[] = JSON.parse(
		Buffer.from(made.get('expected.json') ?? []).toString(),
	);
	expect(outcomes.map(({ name, outcome, firstFinding }) => [name, outcome, firstFinding?.check ?? null])).toEqual([
		['few-of-many', 'proven', null],
		['few-of-many-untrusted', 'proven', null],
		['few-of-many-stranger', 'cannot_tell', 'coverage'],
		['altered-event', 'disproven', 'content'],
		['cut-off', 'cannot_tell', 'form'],
		['two-zones-rotated', 'proven', null],
	]);
});
