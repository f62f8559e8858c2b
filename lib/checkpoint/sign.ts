import { cosignatureMessage, encodeCosignature } from './cosignature';
import { KEY_TYPE } from './key-name';
import { formatNote, type Note, type NoteSignature, noteMessage } from './note';
import { NoteRejected } from './rejected';
import type { Signer } from './signer-key';

/**
 * One signature over the text.
 * @param seconds since 1970; needed by a cosigner, not used by others
 */
export async function signatureOf(signer: Signer, text: string, seconds: number | null): Promise<NoteSignature> {
	const { name, id: keyId, type } = signer.key;
	if (type === KEY_TYPE.ed25519) return { name, keyId, signature: await signer.sign(noteMessage(text)) };
	if (seconds === null) throw new NoteRejected('A cosignature says when it was made.');
	return { name, keyId, signature: encodeCosignature(seconds, await signer.sign(cosignatureMessage(text, seconds))) };
}

/**
 * Signs a text by every signer, in their order; the log's own should come first.
 * @param seconds since 1970, for cosigners among them; null when there is none
 */
export async function signNote(text: string, signers: readonly Signer[], seconds: number | null = null): Promise<string> {
	const signatures: NoteSignature[] = [];
	for (const signer of signers) signatures.push(await signatureOf(signer, text, seconds));
	return formatNote({ text, signatures });
}

/** The note with signatures added; one by a key that has signed already takes the old one's place. */
export function withSignatures(note: Note, added: readonly NoteSignature[]): Note {
	const isSame = (a: NoteSignature, b: NoteSignature) => a.name === b.name && a.keyId === b.keyId;
	const kept = note.signatures.filter((signature) => !added.some((other) => isSame(signature, other)));
	return { text: note.text, signatures: [...kept, ...added] };
}
