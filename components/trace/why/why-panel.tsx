'use client';

import { plural } from '@/lib/events/amounts';
import { textOf } from '@/lib/events/words';
import type { DecisionTree } from '@/lib/trace/explain';
import { formatPlace, parsePlace } from '@/lib/url/place';
import { Panel } from '../panel';
import { PlaceLink } from '../place-link';
import { useRequest } from '../request-context';
import { Words } from '../words';
import { CheckTree } from './check-tree';
import { InputLayer } from './input-layer';

const LAYERS = { tree: 'Checks', input: 'Raw input' } as const;

function keyOf(tree: DecisionTree): string {
	const [place] = tree.places;
	return place === undefined ? '' : formatPlace(place);
}

/** The tree of the chosen decision, else of the first refusal, else the first. */
function shownOf(trees: readonly DecisionTree[], chosen: string | null): DecisionTree | undefined {
	const byPlace = chosen === null ? undefined : trees.find((tree) => tree.places.some((place) => formatPlace(place) === chosen));
	return byPlace ?? trees.find((tree) => tree.decision === 'deny') ?? trees[0];
}

/** Why it was decided so, in three layers: the sentence, the checks, the raw input. */
export function WhyPanel() {
	const { request, state, change } = useRequest();
	const { explanation } = request;
	const tree = shownOf(explanation.trees, state.decision === null ? null : formatPlace(state.decision));
	return (
		<Panel
			title="Why"
			note={tree === undefined ? null : 'each line says where it is from'}
			actions={
				tree === undefined ? undefined : (
					<fieldset
						aria-label="Layer of the explanation"
						className="flex h-[26px] overflow-hidden rounded-control border border-line-strong"
					>
						{(['tree', 'input'] as const).map((layer) => (
							<button
								key={layer}
								type="button"
								aria-pressed={state.layer === layer}
								title={`${LAYERS[layer]} (i)`}
								onClick={() => change({ layer }, 'replace')}
								className="border-l border-line-strong px-2 text-12 text-text-2 first:border-l-0 aria-pressed:bg-line aria-pressed:font-medium aria-pressed:text-text"
							>
								{LAYERS[layer]}
							</button>
						))}
					</fieldset>
				)
			}
		>
			{explanation.trees.length < 2 ? null : (
				<select
					aria-label="Which decision"
					value={tree === undefined ? '' : keyOf(tree)}
					onChange={(event) => change({ decision: parsePlace(event.target.value) }, 'replace')}
					className="mb-1 h-[26px] w-full rounded-control border border-control bg-surface px-1 text-12"
				>
					{explanation.trees.map((each, i) => (
						<option key={keyOf(each) + String(i)} value={keyOf(each)}>
							{textOf(each.label)}
							{each.places.length > 1 ? `, ${each.places.length} times` : ''}, #{each.places[0]?.seq}
						</option>
					))}
				</select>
			)}
			{explanation.treesLeftOut > 0 ? (
				<p className="text-12 text-held">{plural(explanation.treesLeftOut, 'further decision')} left out.</p>
			) : null}
			{tree === undefined ? (
				<p className="text-12 text-text-2">
					<Words of={explanation.note} />
				</p>
			) : (
				<>
					<p className="mb-1 flex items-baseline gap-2 text-12">
						<span className="min-w-0 flex-1 text-pretty">
							<span className="font-semibold">
								<Words of={tree.label} />
							</span>{' '}
							{tree.reason === '' ? null : <code className="font-mono">{tree.reason}</code>}{' '}
							{tree.places[0] === undefined ? null : <PlaceLink place={tree.places[0]} />}
						</span>
						<span className="shrink-0 text-11 text-text-3">from the record</span>
					</p>
					{state.layer === 'tree' ? <CheckTree checks={tree.checks} /> : <InputLayer tree={tree} />}
				</>
			)}
		</Panel>
	);
}
