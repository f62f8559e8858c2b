import { expect, test } from 'vitest';
import { parseAnchors } from './settings';

const places = (text: string) => parseAnchors(text, { webhookToken: null }).map(({ name, kind, place }) => `${name} ${kind} ${place}`);

test('anchors are names and places; what may be a secret of a receiver is not told', () => {
	expect(places('none')).toEqual([]);
	expect(places('data=directory:/var/my%20anchors hook=https://witness.example.com/keep?a=b')).toEqual([
		'data directory /var/my anchors',
		'hook webhook https://witness.example.com',
	]);
});

test.each([
	['/var/anchors', 'an entry is NAME=PLACE'],
	['a=/var/anchors', 'a is neither'],
	['a=directory:', 'a is neither'],
	['a=directory:/x a=directory:/y', 'a is there twice'],
	['a=https://user:secret@witness.example.com', 'has a name or password in its address'],
	['a=https://secret@witness.example.com', 'has a name or password in its address'],
])('%s is refused', (text, why) => {
	expect(() => places(text)).toThrow(why);
});
