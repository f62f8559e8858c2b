'use client';

import { X } from 'lucide-react';
import { Button } from '@/components/ui/button';
import type { MembershipBody } from '@/lib/api/access';
import { zoneWords } from '../role-words';
import { AddZone } from './add-zone';
import { RoleSelect } from './role-select';

interface Props {
	readonly value: readonly MembershipBody[];
	readonly onChange: (value: readonly MembershipBody[]) => void;
}

/** Roles by zone: each zone once, with a role of its own; every zone is a line like any other. */
export function MembershipsField({ value, onChange }: Props) {
	return (
		<div className="flex flex-col gap-2">
			{value.length === 0 ? <p className="text-12 text-text-3">No role in any zone: the account can sign in and see nothing.</p> : null}
			<ul aria-label="Roles by zone" className="flex flex-col">
				{value.map((membership) => {
					const zone = zoneWords(membership.zone_id);
					return (
						<li key={membership.zone_id ?? ''} className="flex min-h-9 items-center gap-2 border-b border-line py-1">
							<span className="min-w-0 flex-1 truncate" title={zone}>
								{membership.zone_id === null ? <strong className="font-medium">{zone}</strong> : zone}
							</span>
							<RoleSelect
								aria-label={`Role in ${zone}`}
								className="w-32"
								value={membership.role}
								onChange={(role) => onChange(value.map((each) => (each === membership ? { ...each, role } : each)))}
							/>
							<Button
								kind="quiet"
								size="icon"
								aria-label={`Take away the role in ${zone}`}
								title="Take away"
								onClick={() => onChange(value.filter((each) => each !== membership))}
							>
								<X size={14} aria-hidden />
							</Button>
						</li>
					);
				})}
			</ul>
			<AddZone
				taken={value.map((membership) => membership.zone_id)}
				onAdd={(zone_id) => onChange([...value, { zone_id, role: 'viewer' }])}
			/>
		</div>
	);
}
