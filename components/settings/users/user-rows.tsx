import Link from 'next/link';
import type { User } from '@/lib/api/access';
import { Moment } from '../moment';
import { membershipsWords } from '../role-words';
import { StateMark } from '../state-mark';
import { Cell, Row, Table } from '../table';
import { signInWords, userState } from './user-state';

const WIDE = 'lg:grid-cols-[minmax(120px,1fr)_minmax(180px,2fr)_132px_104px_104px_156px]';
const COLUMNS = ['Name', 'Roles', 'Signs in with', 'Last sign-in', 'Made', 'State'];

interface Props {
	readonly users: readonly User[];
	readonly selected: string | null;
	/** With a drawer beside it, columns go before words do. */
	readonly narrow: boolean;
	readonly provider: string | null;
	readonly hrefOf: (user: User) => string;
	readonly onOpen: (user: User) => void;
}

/** The accounts, oldest first. */
export function UserRows({ users, selected, narrow, provider, hrefOf, onOpen }: Props) {
	const grid = narrow ? 'lg:grid-cols-[minmax(120px,1fr)_minmax(160px,2fr)_156px]' : WIDE;
	const aside = narrow ? 'lg:hidden' : '';
	return (
		<Table label="Accounts" columns={narrow ? ['Name', 'Roles', 'State'] : COLUMNS} grid={grid}>
			{users.map((user) => {
				const current = String(user.id) === selected;
				const words = membershipsWords(user.memberships);
				return (
					<Row key={user.id} grid={grid} dimmed={user.disabled} current={current}>
						<Cell className="font-medium max-lg:flex-1 max-lg:text-13" title={user.name}>
							<Link
								data-row
								href={hrefOf(user)}
								aria-current={current ? 'true' : undefined}
								className="after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent"
								onClick={(event) => {
									if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
									event.preventDefault();
									onOpen(user);
								}}
							>
								{user.name}
							</Link>
						</Cell>
						<Cell className="max-lg:order-2 max-lg:w-full" title={words}>
							{words}
						</Cell>
						<Cell before="signs in with" className={`text-text-2 max-lg:order-2 ${aside}`}>
							{signInWords(user, provider)}
						</Cell>
						<Cell before="signed in" className={`text-text-2 max-lg:order-2 ${aside}`}>
							{user.signed_in_at === null ? 'never' : <Moment at={user.signed_in_at} />}
						</Cell>
						<Cell before="made" className={`text-text-2 max-lg:order-2 ${aside}`}>
							<Moment at={user.created_at} />
						</Cell>
						<Cell>
							<StateMark state={userState(user)} />
						</Cell>
					</Row>
				);
			})}
		</Table>
	);
}
