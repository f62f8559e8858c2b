import Link from 'next/link';

export default function NotFound() {
	return (
		<main className="grid min-h-dvh place-items-center px-4">
			<div className="max-w-md">
				<h1 className="text-20 font-semibold">There is no such page.</h1>
				<p className="mt-1 mb-4 text-text-2">The link may be cut off, or of a newer version.</p>
				<Link href="/search" className="text-accent hover:underline">
					To the search
				</Link>
			</div>
		</main>
	);
}
