import type { ReactNode } from 'react';
import { ConsoleShell } from '@/components/shell/console-shell';
import { Rail, Tabs } from '@/components/shell/rail';
import { requirePageActor } from '@/lib/server/auth/page';

export default async function ConsoleLayout({ children }: { children: ReactNode }) {
	await requirePageActor();
	return (
		<ConsoleShell>
			<div className="flex h-dvh flex-col">
				<div className="flex min-h-0 flex-1">
					<Rail />
					<div className="flex min-w-0 flex-1 flex-col bg-surface">{children}</div>
				</div>
				<Tabs />
			</div>
		</ConsoleShell>
	);
}
