import type { ApiDocument, DocumentedOperation, JsonSchema, Parameter } from '@/lib/api/document';
import { schemaText } from '@/lib/api/schema-text';
import { Code } from './code';

function bounds(schema: JsonSchema): string {
	const parts: string[] = [];
	if (schema.default !== undefined) parts.push(`${String(schema.default)} unless given`);
	if (typeof schema.minimum === 'number' && schema.minimum > -1e15) parts.push(`from ${schema.minimum}`);
	if (typeof schema.maximum === 'number' && schema.maximum < 1e15) parts.push(`to ${schema.maximum}`);
	if (typeof schema.maxLength === 'number') parts.push(`up to ${schema.maxLength.toLocaleString('en')} characters`);
	return parts.join(', ');
}

function Parameters({ parameters }: { parameters: readonly Parameter[] }) {
	return (
		<dl className="grid grid-cols-[minmax(120px,max-content)_1fr] gap-x-4 gap-y-1.5">
			{parameters.map((parameter) => (
				<div key={`${parameter.in} ${parameter.name}`} className="col-span-2 grid grid-cols-subgrid">
					<dt className="font-mono text-12 break-all">
						{parameter.in === 'path' ? `{${parameter.name}}` : parameter.name}
						{parameter.required ? <span className="ml-1 font-sans text-11 text-text-3">required</span> : null}
					</dt>
					<dd className="text-13 text-text-2">
						{parameter.description === undefined ? null : `${parameter.description}. `.replace(/\.\. $/, '. ')}
						<span className="text-text-3">
							{[schemaText(parameter.schema), bounds(parameter.schema)].filter((part) => part !== '').join(', ')}
						</span>
					</dd>
				</div>
			))}
		</dl>
	);
}

function Title({ children }: { children: string }) {
	return <h4 className="mt-4 mb-1.5 text-12 font-semibold text-text-2">{children}</h4>;
}

/** `curl` of an operation, with words where values belong. */
function exampleCall(method: string, path: string, operation: DocumentedOperation): string {
	const body = operation.requestBody === undefined ? '' : ` \\\n  -H 'content-type: application/json' -d @body.json`;
	const verb = method === 'get' ? '' : ` -X ${method.toUpperCase()}`;
	return `curl${verb} -H "authorization: Bearer $CARACAL_ADMIN_TOKEN"${body} \\\n  "$CARACAL_API_URL${path}"`;
}

/** One operation, folded: its line says what it is, its inside everything else. */
export function OperationEntry({
	document,
	method,
	path,
	operation,
}: {
	document: ApiDocument;
	method: string;
	path: string;
	operation: DocumentedOperation;
}) {
	const [[status, success] = ['200', undefined], ...errors] = Object.entries(operation.responses);
	const json = success !== undefined && 'content' in success ? success.content?.['application/json'] : undefined;
	const headers = success !== undefined && 'headers' in success ? Object.keys(success.headers ?? {}) : [];
	return (
		<details id={operation.operationId} className="border-t border-line first:border-t-0 open:bg-surface">
			<summary className="flex cursor-pointer flex-wrap items-baseline gap-x-3 gap-y-0.5 px-3 py-2 hover:bg-hover">
				<span className="w-14 font-mono text-12 text-text-3 uppercase">{method}</span>
				<span className="font-mono text-12 break-all">{path}</span>
				<span className="text-13 text-text-2">{operation.summary}</span>
			</summary>
			<div className="px-3 pb-4 sm:pl-[70px]">
				<p className="text-13 text-text-3">{operation.description.replaceAll('`', '')}</p>
				{operation.parameters.length === 0 ? null : (
					<>
						<Title>Parameters</Title>
						<Parameters parameters={operation.parameters} />
					</>
				)}
				{operation.requestBody === undefined ? null : (
					<>
						<Title>Body</Title>
						<Code text={schemaText(operation.requestBody.content['application/json'].schema)} />
					</>
				)}
				<Title>{`Answer ${status}`}</Title>
				{json === undefined ? <p className="text-13 text-text-2">Empty.</p> : <Code text={schemaText(json.schema)} />}
				<p className="mt-1.5 text-12 text-text-3">{`Headers: ${headers.join(', ')}`}</p>
				{json?.example === undefined ? null : (
					<>
						<Title>Example</Title>
						<Code text={JSON.stringify(json.example, null, 2)} />
					</>
				)}
				<Title>Errors</Title>
				<ul className="text-13 text-text-2">
					{errors.map(([code]) => (
						<li key={code}>
							<span className="mr-2 font-mono text-12">{code}</span>
							{document.components.responses[`Error${code}`]?.description.replaceAll('`', '')}
						</li>
					))}
				</ul>
				<Title>Ask</Title>
				<Code text={exampleCall(method, path, operation)} />
			</div>
		</details>
	);
}
