import { TimeAndAge } from '@/components/events/clock';
import type { FindingContext } from '@/lib/api/integrity';
import { groupDigits } from '@/lib/events/amounts';
import { visible } from '@/lib/events/visible';
import { Mark } from './look';

function Value({ text }: { text: string | null }) {
	if (text === null) return <span className="text-text-3">nothing</span>;
	return <code className="font-mono text-11 break-all whitespace-pre-wrap">{visible(text)}</code>;
}

function CheckpointWords({ checkpoint, places, timeZone }: Pick<FindingContext, 'checkpoint' | 'places'> & { timeZone: string }) {
	if (checkpoint === null) return <p>No checkpoint covers it yet: nothing signed tells what stood here.</p>;
	const subject = places.find((place) => place.isSubject && place.event !== null);
	return (
		<>
			<p>
				{subject === undefined ? (
					<Mark tone="fails">it covers a place where nothing stands now</Mark>
				) : (
					<Mark tone={subject.tree}>
						{
							{
								holds: 'the content hash of the row is what was signed',
								fails: 'another content hash was signed here',
								unknown: 'the leaf of the tree cannot be read',
							}[subject.tree]
						}
					</Mark>
				)}
			</p>
			<p className="mt-1 text-text-2">
				Checkpoint over {groupDigits(checkpoint.size)} events, signed <TimeAndAge at={checkpoint.signedAt} timeZone={timeZone} />, root{' '}
				<code className="font-mono text-11 break-all">{checkpoint.root}</code>
			</p>
		</>
	);
}

/** What the row says, beside what its producer signed and what a checkpoint was signed over. */
export function SealedBeside({
	sealed,
	checkpoint,
	places,
	timeZone,
}: Pick<FindingContext, 'sealed' | 'checkpoint' | 'places'> & { timeZone: string }) {
	if (places.length === 0) return null;
	return (
		<div className="mt-4 grid gap-x-8 gap-y-4 text-12 xl:grid-cols-2">
			<section aria-label="Sealed bytes" className="min-w-0">
				<h3 className="font-semibold">Sealed bytes{sealed === null ? '' : ` of #${groupDigits(sealed.seq)}`}</h3>
				{sealed === null ? (
					<p className="mt-1">No event is there whose bytes could be compared.</p>
				) : (
					<p className="mt-1">
						<Mark
							tone={sealed.state === 'read' && sealed.differences.length === 0 ? 'holds' : sealed.state === 'absent' ? 'unknown' : 'fails'}
						>
							{sealed.state === 'read' ? (sealed.differences.length === 0 ? 'agree' : 'disagree') : sealed.state.replace('_', ' ')}
						</Mark>{' '}
						{sealed.words}
					</p>
				)}
				{sealed === null || sealed.differences.length === 0 ? null : (
					<table aria-label="Row beside sealed bytes" className="mt-2 w-full table-fixed">
						<thead>
							<tr className="text-left text-text-3">
								<th scope="col" className="w-32 font-normal">
									Column
								</th>
								<th scope="col" className="font-normal">
									The row says
								</th>
								<th scope="col" className="font-normal">
									The producer signed
								</th>
							</tr>
						</thead>
						<tbody>
							{sealed.differences.map(({ column, row, sealed: signed }) => (
								<tr key={column} className="border-t border-line align-top">
									<th scope="row" className="py-1 pr-2 text-left font-normal break-words">
										{column}
									</th>
									<td className="bg-fault-tint px-1 py-1">
										<Value text={row} />
									</td>
									<td className="px-1 py-1">
										<Value text={signed} />
									</td>
								</tr>
							))}
						</tbody>
					</table>
				)}
			</section>
			<section aria-label="Checkpoint" className="min-w-0">
				<h3 className="font-semibold">Signed checkpoint</h3>
				<div className="mt-1">
					<CheckpointWords checkpoint={checkpoint} places={places} timeZone={timeZone} />
				</div>
			</section>
		</div>
	);
}
