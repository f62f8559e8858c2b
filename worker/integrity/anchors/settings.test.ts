import { expect, test } from 'vitest';
import { parseAnchors } from './settings';

const places = (text: string) =>
	parseAnchors(text, { webhookToken: null, s3: { accessKeyId: 'id', secretAccessKey: 'secret' } }).map(
		({ name, kind, place }) => `${name} ${kind} ${place}`,
	);

test('anchors are names and places; what may be a secret of a receiver is not told', () => {
	expect(places('none')).toEqual([]);
	expect(places('data=directory:/var/my%20anchors hook=https://witness.example.com/keep?a=b')).toEqual([
		'data directory /var/my anchors',
		'hook webhook https://witness.example.com',
	]);
	expect(
		places('s3=s3://notes/a/b?region=eu-north-1&days=30 own=s3://n.o?days=1 near=s3://notes/?endpoint=http://127.0.0.1:9000/&lock=none'),
	).toEqual([
		's3 s3 s3://notes/a/b/ at notes.s3.eu-north-1.amazonaws.com',
		'own s3 s3://n.o/ at s3.us-east-1.amazonaws.com',
		'near s3 s3://notes/ at 127.0.0.1:9000',
	]);
});

test('storage needs credentials', () => {
	expect(() => parseAnchors('s3=s3://notes?days=1', { webhookToken: null, s3: null })).toThrow('AWS_SECRET_ACCESS_KEY');
});

test.each([
	['/var/anchors', 'an entry is NAME=PLACE'],
	['a=/var/anchors', 'a is neither'],
	['a=directory:', 'a is neither'],
	['a=directory:/x a=directory:/y', 'a is there twice'],
	['a=s3://', 'is not s3://BUCKET/PREFIX'],
	['a=s3://notes/a?region=eu-north-1', 'for how many days'],
	['a=s3://notes/a?days=0', 'for how many days'],
	['a=s3://notes/a?days=1&lock=none', 'has days, but no lock'],
	['a=s3://notes/a?days=1&lock=legal', 'neither compliance, governance nor none'],
	['a=s3://notes/a//b?days=1', 'has a prefix of other than'],
	['a=s3://notes/a?days=1&days=2', 'has days, which is unknown or there twice'],
	['a=s3://notes/a?days=1&secret=2', 'has secret, which is unknown'],
	['a=s3://notes/a?days=1&endpoint=https://u:p@host', 'an endpoint with more than'],
	['a=s3://notes/a?days=1&endpoint=ftp://host', 'an endpoint that is no address'],
	['a=s3://notes/a?days=1&region=../x', 'a region that is none'],
	['a=https://user:secret@witness.example.com', 'has a name or password in its address'],
	['a=https://secret@witness.example.com', 'has a name or password in its address'],
])('%s is refused', (text, why) => {
	expect(() => places(text)).toThrow(why);
});
