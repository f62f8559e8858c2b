import { Button } from '@/components/ui/button';
import type { CreatedToken } from '@/lib/api/access';
import { Moment } from '../moment';
import { zonesWords } from '../role-words';
import { ShownOnce } from '../shown-once';

/** The new token, whole, this once. */
export function CreatedTokenView({ token, onClose }: { token: CreatedToken; onClose: () => void }) {
	return (
		<div className="flex flex-col gap-3 p-4">
			<p>
				<strong className="font-semibold">Copy it now: it is not shown again.</strong>{' '}
				<span className="text-text-2">
					Only its hash is kept. {token.name} is {token.role} in {zonesWords(token.zone_ids)} and ends <Moment at={token.expires_at} />.
				</span>
			</p>
			<ShownOnce label="Token" secret={token.secret} />
			<p className="text-12 text-text-3">
				Send it as <code className="font-mono text-text-2">Authorization: Bearer …</code>, or give it to the{' '}
				<code className="font-mono text-text-2">caracal</code> command as <code className="font-mono text-text-2">CARACAL_ADMIN_TOKEN</code>
				.
			</p>
			<div className="flex justify-end">
				<Button size="bar" kind="primary" onClick={onClose}>
					Done
				</Button>
			</div>
		</div>
	);
}
