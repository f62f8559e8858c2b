import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { shortId } from '@/lib/events/visible';
import { requestIdOf } from '@/lib/url/request';
import { pairsOf, type Query } from '../query';
import { RequestPage } from '../request-page';

interface Props {
	readonly params: Promise<{ id: string }>;
	readonly searchParams: Promise<Query>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
	const { id } = await params;
	return { title: `Request ${shortId(requestIdOf(id) ?? '')}` };
}

export default async function RequestByIdPage({ params, searchParams }: Props) {
	const requestId = requestIdOf((await params).id);
	if (requestId === null) notFound();
	return <RequestPage requestId={requestId} pairs={pairsOf(await searchParams)} />;
}
