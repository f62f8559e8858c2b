import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { extendTailwindMerge } from 'tailwind-merge';
import { expect, test } from 'vitest';
import { setBy } from './class-sets';
import { mergeClasses } from './merge-classes';

/** With the names of our own theme, and told that clamped lines set the overflow of both directions. */
const reference = extendTailwindMerge({
	extend: {
		theme: { text: ['11', '12', '13', '15', '20'], radius: ['control', 'mark', 'menu'], shadow: ['menu'] },
		conflictingClassGroups: { 'line-clamp': ['overflow-x', 'overflow-y'] },
	},
});

function sources(folder: string): string[] {
	return readdirSync(folder, { recursive: true, encoding: 'utf8' })
		.filter((path) => /(?<!\.test)\.tsx?$/.test(path))
		.map((path) => readFileSync(join(folder, path), 'utf8'))
		.filter((text) => text.includes('className') || text.includes('cn('));
}

/** The class names in the sources that the reference knows, without their variants. */
function classesInUse(): string[] {
	const words = [...sources('components'), ...sources('app')].flatMap((text) =>
		[...text.matchAll(/'([^'\n]*)'|"([^"\n]*)"|`([^`]*)`/g)].flatMap(([, one, two, three]) => (one ?? two ?? three ?? '').split(/\s+/)),
	);
	const bases = words
		.map((word) => word.replace(/^(?:[^[(:]|\[[^\]]*\]|\([^)]*\))*:/, ''))
		.filter((base) => /^-?[a-z[][\w\-[\].()/%,*+]*$/.test(base));
	return [...new Set(bases)].filter((base) => reference(`${base} ${base}`) === base);
}

test('what stands in the sources is merged as tailwind-merge does it', () => {
	const inUse = classesInUse();
	expect(inUse.length).toBeGreaterThan(400);
	const oneOfEach = [...new Map(inUse.map((base) => [setBy(base).join(' '), base])).values()];
	const differing = inUse.flatMap((base) =>
		oneOfEach.flatMap((other) =>
			[`${base} ${other}`, `${other} ${base}`]
				.filter((names) => mergeClasses(names) !== reference(names))
				.map((names) => `${names} is ${mergeClasses(names)} for ${reference(names)}`),
		),
	);
	// what differs is to be put into class-sets.ts
	expect(differing).toEqual([]);
});

test('variants and importance are apart', () => {
	for (const names of [
		'p-2 hover:p-4 hover:px-1 hover:p-1',
		'hidden sm:inline-flex inline-flex sm:hidden',
		'pl-3! pl-2 pl-4!',
		'[&_svg]:size-4 [&_svg]:w-2 [&_svg]:size-3',
		'  text-12   text-deny text-13 ',
	])
		expect(mergeClasses(names)).toBe(reference(names));
});
