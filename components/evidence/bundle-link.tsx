import { PackageCheck } from 'lucide-react';
import Link from 'next/link';
import { Button } from '@/components/ui/button';
import { type BundleWanted, evidenceHref } from '@/lib/url/evidence';

/** Leads to the form for an evidence bundle of what is looked at, filled in. */
export function BundleLink({ wanted, className }: { wanted: Partial<BundleWanted>; className?: string }) {
	return (
		<Button asChild className={className}>
			<Link href={evidenceHref({ form: wanted })} title="Has events, signatures and proofs put into one file that anyone can check offline">
				<PackageCheck size={13} aria-hidden /> Evidence bundle
			</Link>
		</Button>
	);
}
