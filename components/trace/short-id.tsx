import { CopyButton } from '@/components/ui/copy-button';
import { shortId, visible } from '@/lib/events/visible';

/** An identifier, its ends kept; whole in the title, copied by a click. */
export function ShortId({ id, label }: { id: string; label: string }) {
	return (
		<span className="inline-flex items-center">
			<code className="font-mono text-12 whitespace-nowrap text-text" title={visible(id.slice(0, 400))}>
				{shortId(id)}
			</code>
			<CopyButton text={id} label={`Copy ${label}`} className="size-5" />
		</span>
	);
}
