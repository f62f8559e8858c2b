/** A text as one word of a POSIX shell. */
export function shellWord(text: string): string {
	return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** The export as a curl command; the token comes from the environment and is not in it. */
export function asCurl(exportUrl: string, fileName: string): string {
	return `curl -fsS -H "Authorization: Bearer $CARACAL_ADMIN_TOKEN" -o ${shellWord(fileName)} ${shellWord(exportUrl)}`;
}

/** The search as a `caracal` command that writes an object a line. */
export function asCaracal(pageUrl: string): string {
	return `caracal audit search ${shellWord(pageUrl)} --limit 1000000 --json`;
}
