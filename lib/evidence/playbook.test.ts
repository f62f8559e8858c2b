import { expect, test } from 'vitest';
import { PLAYBOOK, playbookMarkdown } from './playbook';

test('the document is what the console shows', async () => {
	await expect(playbookMarkdown()).toMatchFileSnapshot('../../docs/integrity-playbook.md');
});

test('every kind has something to do first, steps, and an end', () => {
	expect(PLAYBOOK.filter(({ first, steps, settled }) => first === '' || steps.length === 0 || settled === '')).toEqual([]);
	expect(new Set(PLAYBOOK.map(({ kind }) => kind)).size).toBe(PLAYBOOK.length);
});
