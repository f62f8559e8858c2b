import Link from 'next/link';
import { Moment } from '@/components/settings/moment';
import { zonesWords } from '@/components/settings/role-words';
import { Cell, Row, Table } from '@/components/settings/table';
import type { EvidenceJobShape } from '@/lib/api/evidence';
import { formatBytes } from '@/lib/events/amounts';
import { visible } from '@/lib/events/visible';
import { evidenceHref } from '@/lib/url/evidence';
import { JobMark } from './job-mark';
import { KIND_WORDS, lookOf, progressWords } from './job-words';
import { Progress } from './progress';

const WIDE = 'lg:grid-cols-[96px_minmax(140px,2fr)_minmax(100px,1fr)_minmax(120px,1fr)_minmax(150px,1.2fr)_80px_132px]';
const NARROW = 'lg:grid-cols-[96px_minmax(140px,2fr)_minmax(150px,1.2fr)_132px]';
const COLUMNS = ['What', 'Which', 'Zones', 'Asked for', 'Progress', 'Size', 'State'];

interface Props {
	readonly jobs: readonly EvidenceJobShape[];
	readonly selected: string | null;
	readonly onOpen: (job: EvidenceJobShape) => void;
}

/** The bundles, newest first. With a drawer beside them, columns go before words do. */
export function JobRows({ jobs, selected, onOpen }: Props) {
	const narrow = selected !== null;
	const grid = narrow ? NARROW : WIDE;
	const aside = narrow ? 'lg:hidden' : '';
	return (
		<Table label="Evidence bundles" columns={narrow ? ['What', 'Which', 'Progress', 'State'] : COLUMNS} grid={grid}>
			{jobs.map((job) => {
				const look = lookOf(job);
				const current = job.job === selected;
				const subject = visible(job.subject);
				return (
					<Row key={job.job} grid={grid} dimmed={look === 'gone' || look === 'cancelled'} current={current}>
						<Cell className="text-text-2 max-lg:order-1">{KIND_WORDS[job.kind]}</Cell>
						<Cell className="font-medium max-lg:order-1 max-lg:flex-1 max-lg:text-13" title={subject}>
							<Link
								data-row
								href={evidenceHref({ job: job.job })}
								aria-current={current ? 'true' : undefined}
								className="after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent"
								onClick={(event) => {
									if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
									event.preventDefault();
									onOpen(job);
								}}
							>
								{subject}
							</Link>
						</Cell>
						<Cell before="in" className={`text-text-2 max-lg:order-3 max-lg:basis-full ${aside}`} title={job.zones.join('\n')}>
							{zonesWords(job.zones)}
						</Cell>
						<Cell className={`text-text-2 max-lg:order-3 ${aside}`} title={job.askedBy}>
							<Moment at={job.askedAt} /> by {visible(job.askedBy.replace(/^user:/, ''))}
						</Cell>
						<Cell className="text-text-2 max-lg:order-3" title={progressWords(job)}>
							<Progress job={job} />
						</Cell>
						<Cell className={`text-text-2 tabular-nums max-lg:order-3 ${aside}`}>{job.bytes === 0 ? '' : formatBytes(job.bytes)}</Cell>
						<Cell className="max-lg:order-2">
							<JobMark look={look} />
						</Cell>
					</Row>
				);
			})}
		</Table>
	);
}
