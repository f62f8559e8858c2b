import { Button } from '@/components/ui/button';
import { ShownOnce } from '../shown-once';

/** The password to hand over, this once. */
export function FirstPassword({ name, password, onClose }: { name: string; password: string; onClose: () => void }) {
	return (
		<div className="flex flex-col gap-3 p-4">
			<p>
				<strong className="font-semibold">Give {name} this password: it is not shown again.</strong>{' '}
				<span className="text-text-2">It opens nothing but the page on which {name} chooses an own one.</span>
			</p>
			<ShownOnce label="Password" secret={password} />
			<div className="flex justify-end">
				<Button size="bar" kind="primary" onClick={onClose}>
					Done
				</Button>
			</div>
		</div>
	);
}
