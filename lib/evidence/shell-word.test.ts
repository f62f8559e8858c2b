import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { shellArgument, shellFlag, shellWord } from './shell-word';

const WORDS = [
	'req-abc123',
	'zn/odd zone',
	"'; rm -rf ~ #",
	'$(id) `id` $HOME "x" \\ * ? [a] {a,b} !! ~',
	'\u001b[2J\u202e\u200b\ttab\nline\r',
	'ü☃ 用户 \u{1f600}',
	'-rf',
	'--',
	'',
];

test.each(WORDS)('a shell reads %j back as it was', (text) => {
	expect(execFileSync('bash', ['-c', `printf %s ${shellWord(text)}`], { encoding: 'utf8' })).toBe(text);
	expect(shellWord(text)).not.toMatch(/\p{Cc}/u);
});

test('what begins with a dash is no flag', () => {
	expect(shellFlag('zone', '-x')).toBe("--zone='-x'");
	expect(shellArgument('-x')).toBe("-- '-x'");
});
