import type { ApiDocument } from '@/lib/api/document';
import { schemaText } from '@/lib/api/schema-text';
import { Code } from './code';
import { OperationEntry } from './operation-entry';

/** The operations of one group, in the order of the document. */
function operationsOf(document: ApiDocument, tag: string) {
	return Object.entries(document.paths).flatMap(([path, methods]) =>
		Object.entries(methods)
			.filter(([, operation]) => operation.tags.includes(tag))
			.map(([method, operation]) => ({ path, method, operation })),
	);
}

/** The interface for programs, to read: groups of operations, then the shapes they share. */
export function ApiView({ document }: { document: ApiDocument }) {
	return (
		<main className="min-h-0 flex-1 overflow-auto">
			<div className="mx-auto max-w-[1000px] px-3 py-5 sm:px-6">
				<h1 className="text-20 font-semibold">API</h1>
				<p className="mt-2 max-w-[72ch] text-13 text-pretty text-text-2">{document.info.description.replaceAll('`', '')}</p>
				<p className="mt-2 text-13 text-text-2">
					Version {document.info.version}. The document:{' '}
					<a href="/v1/openapi.json" className="text-accent underline">
						/v1/openapi.json
					</a>
				</p>
				{document.tags.map((tag) => (
					<section key={tag.name} aria-labelledby={`group-${tag.name}`} className="mt-6">
						<h2 id={`group-${tag.name}`} className="text-15 font-semibold">
							{tag.name}
						</h2>
						<p className="mt-0.5 mb-2 text-13 text-text-2">{tag.description}</p>
						<div className="overflow-hidden rounded-control border border-line">
							{operationsOf(document, tag.name).map(({ path, method, operation }) => (
								<OperationEntry key={operation.operationId} document={document} method={method} path={path} operation={operation} />
							))}
						</div>
					</section>
				))}
				<section aria-labelledby="group-shapes" className="mt-6">
					<h2 id="group-shapes" className="text-15 font-semibold">
						Shapes
					</h2>
					<p className="mt-0.5 mb-2 text-13 text-text-2">What several answers hold, by the name they use.</p>
					{Object.entries(document.components.schemas).map(([name, schema]) => (
						<details key={name} id={`shape-${name}`} className="border-t border-line">
							<summary className="cursor-pointer px-3 py-2 font-mono text-12 hover:bg-hover">{name}</summary>
							<div className="px-3 pb-3">
								<Code text={schemaText(schema)} />
							</div>
						</details>
					))}
				</section>
			</div>
		</main>
	);
}
