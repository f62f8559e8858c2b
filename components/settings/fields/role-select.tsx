import type { ComponentProps } from 'react';
import { Select } from '@/components/ui/field';
import { isRole, ROLES, type Role } from '@/lib/access/roles';

interface Props extends Omit<ComponentProps<'select'>, 'value' | 'onChange'> {
	readonly value: Role;
	readonly onChange: (role: Role) => void;
}

/** One of the four roles. */
export function RoleSelect({ value, onChange, ...props }: Props) {
	return (
		<Select {...props} value={value} onChange={(event) => (isRole(event.target.value) ? onChange(event.target.value) : undefined)}>
			{ROLES.map((role) => (
				<option key={role} value={role}>
					{role}
				</option>
			))}
		</Select>
	);
}
