import 'server-only';
import packageJson from '../../package.json';
import { type ApiDocument, apiDocument } from '../api/document';

let document: ApiDocument | undefined;
let text: string | undefined;

/** The OpenAPI document of this version, made once. */
export function openApi(): ApiDocument {
	document ??= apiDocument(packageJson.version);
	return document;
}

export function openApiText(): string {
	text ??= JSON.stringify(openApi());
	return text;
}
