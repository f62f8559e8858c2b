import { setBy } from './class-sets';

/** Where the variants of a class end: `hover:`, `[&_svg]:`, and the like. */
function baseAt(name: string): number {
	let depth = 0;
	let at = 0;
	for (let i = 0; i < name.length; i++) {
		const char = name[i];
		if (char === '[' || char === '(') depth++;
		else if (char === ']' || char === ')') depth--;
		else if (char === ':' && depth === 0) at = i + 1;
	}
	return at;
}

/** What a class sets and when: `hover:!color`. */
function effectsOf(name: string): readonly string[] {
	const at = baseAt(name);
	const isImportant = name.endsWith('!');
	const variants = name.slice(0, at) + (isImportant ? '!' : '');
	return setBy(isImportant ? name.slice(at, -1) : name.slice(at)).map((set) => variants + set);
}

/** Class names, less those whose effect later ones set again. */
export function mergeClasses(names: string): string {
	const later = new Set<string>();
	const kept: string[] = [];
	for (const name of names.split(/\s+/).reverse()) {
		const effects = effectsOf(name);
		if (name === '' || effects.every((effect) => later.has(effect))) continue;
		for (const effect of effects) later.add(effect);
		kept.push(name);
	}
	return kept.reverse().join(' ');
}
