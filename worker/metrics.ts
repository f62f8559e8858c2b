/** A figure as Prometheus reads it. */
export interface Sample {
	readonly name: string;
	readonly type: 'counter' | 'gauge';
	readonly help: string;
	/** Null: not known now, and so left out, not zero. */
	readonly value: number | null;
	readonly labels?: Readonly<Record<string, string>>;
}

const escaped = (text: string) => text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('"', '\\"');

function lineOf({ name, labels = {}, value }: Sample): string {
	const pairs = Object.entries(labels).map(([label, text]) => `${label}="${escaped(text)}"`);
	return `${name}${pairs.length === 0 ? '' : `{${pairs.join(',')}}`} ${value}`;
}

/** Figures in Prometheus' text format (0.0.4); those of one name stand together. */
export function prometheusText(samples: readonly Sample[]): string {
	const byName = new Map<string, Sample[]>();
	for (const sample of samples) {
		if (sample.value === null) continue;
		const own = byName.get(sample.name);
		if (own === undefined) byName.set(sample.name, [sample]);
		else own.push(sample);
	}
	return [...byName.values()]
		.map((own) => {
			const { name, help, type } = own[0] as Sample;
			return `# HELP ${name} ${help.replaceAll('\n', ' ')}\n# TYPE ${name} ${type}\n${own.map(lineOf).join('\n')}\n`;
		})
		.join('');
}
