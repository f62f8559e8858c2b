import type { Primitives } from '../primitives/primitives';
import { cosignatureMessage, decodeCosignature } from './cosignature';
import { KEY_TYPE } from './key-name';
import { type Note, type NoteSignature, noteMessage } from './note';
import type { VerifierKey } from './verifier-key';

/** A known key under which a signature holds. */
export interface HeldSignature {
	readonly key: VerifierKey;
	/** When a cosigner says it saw the checkpoint, in seconds since 1970; null for a plain signature. */
	readonly seconds: number | null;
}

/** What the signatures of a note are worth, each counted once. */
export interface OpenedNote {
	readonly held: readonly HeldSignature[];
	/** Known keys whose name and ID stand over a signature that does not hold: the note is not to be believed at all. */
	readonly failed: readonly VerifierKey[];
	/** Names of signers that are not among the known keys. */
	readonly unknown: readonly string[];
}

async function hold(primitives: Primitives, key: VerifierKey, text: string, { signature }: NoteSignature): Promise<HeldSignature | null> {
	if (key.type === KEY_TYPE.ed25519) {
		const isValid = await primitives.verifyEd25519(key.publicKey, noteMessage(text), signature);
		return isValid ? { key, seconds: null } : null;
	}
	const parts = decodeCosignature(signature);
	if (parts === null) return null;
	const message = cosignatureMessage(text, parts.seconds);
	return (await primitives.verifyEd25519(key.publicKey, message, parts.signature)) ? { key, seconds: parts.seconds } : null;
}

/**
 * Checks every signature of a note that names a known key (C2SP signed-note, "Signatures").
 * The note counts as signed when something is `held` and nothing `failed`.
 * @throws NoEd25519 where the platform cannot check
 */
export async function openNote(primitives: Primitives, note: Note, keys: readonly VerifierKey[]): Promise<OpenedNote> {
	const held: HeldSignature[] = [];
	const failed: VerifierKey[] = [];
	const unknown: string[] = [];
	for (const signature of note.signatures) {
		const known = keys.filter(({ name, id }) => name === signature.name && id === signature.keyId);
		if (known.length === 0) {
			unknown.push(signature.name);
			continue;
		}
		// two keys of one name and ID are a forged collision: one of them holding is enough, as both are trusted
		const results = await Promise.all(known.map((key) => hold(primitives, key, note.text, signature)));
		const holding = results.find((result) => result !== null);
		if (holding === undefined || holding === null) failed.push(...known);
		else if (!held.some(({ key }) => key === holding.key)) held.push(holding);
	}
	return { held, failed, unknown };
}
