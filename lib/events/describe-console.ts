import { groupDigits, plural } from './amounts';
import { describeSearched } from './describe-search';
import { because, type Story } from './described';
import { numberAt, textAt, textsAt } from './read-json';
import { code, id, listed, type Segment, say, strong } from './words';

/** Who did it: an account by its name, a token as one, the console itself. */
export function who({ meta }: Story): Segment[] {
	const kind = textAt(meta, 'actor_kind');
	const name = textAt(meta, 'actor_name', 'actor_id');
	if (kind === 'system') return say`The console`;
	if (name === '') return kind === 'token' ? say`An unnamed API token` : say`Somebody unnamed`;
	return kind === 'token' ? say`API token ${strong(name)}` : say`${strong(name)}`;
}

function account({ meta }: Story): Segment[] {
	const name = textAt(meta, 'account_name', 'account_id');
	return name === '' ? say`an unnamed account` : say`${strong(name)}`;
}

/** ` of <identity provider>`, or nothing for a local account. */
function provider({ meta }: Story): Segment[] {
	const issuer = textAt(meta, 'issuer');
	if (issuer !== '') return say` of ${code(issuer)}`;
	return textAt(meta, 'method') === 'oidc' ? say` of the identity provider` : [];
}

/** `console.sign_in`: who, and how they proved it. */
export function describeSignIn(story: Story): Segment[] {
	const issuer = textAt(story.meta, 'issuer');
	const through = issuer === '' ? say`the identity provider` : code(issuer);
	const how = textAt(story.meta, 'method') === 'oidc' ? say` through ${through}` : say` with a password`;
	return say`${who(story)} signed in${how}`;
}

const REFUSALS: Readonly<Record<string, string>> = {
	wrong_credentials: 'wrong name or password',
	account_disabled: 'the account is disabled',
	rate_limited: 'too many tries',
	no_membership: 'the account has no role in any zone',
	provider_refused: 'the identity provider refused',
};

/** `console.sign_in_failed`: the name that was given, and why it was refused. */
export function describeSignInFailed(story: Story): Segment[] {
	const name = textAt(story.meta, 'actor_name');
	const reason = textAt(story.meta, 'reason');
	const why = Object.hasOwn(REFUSALS, reason)
		? say`${REFUSALS[reason] ?? ''}`
		: reason === ''
			? say`no reason was recorded`
			: [code(reason)];
	return say`Sign-in${name === '' ? [] : say` as ${strong(name)}`} refused: ${why}`;
}

/** `console.sign_out`. */
export function describeSignOut(story: Story): Segment[] {
	return say`${who(story)} signed out`;
}

/** `console.session_revoked`: sign-ins of an account ended from outside. */
export function describeSessionRevoked(story: Story): Segment[] {
	const count = numberAt(story.meta, 'sessions') ?? 1;
	return say`${who(story)} ended ${count === 1 ? 'a sign-in' : plural(count, 'sign-in')} of ${account(story)}`;
}

/** `console.search`: which zones, for what, of when. */
export function describeSearch(story: Story): Segment[] {
	return say`${who(story)} searched ${describeSearched(story.meta)}`;
}

/** `console.export`: the same, taken out as a file. */
export function describeExport(story: Story): Segment[] {
	const events = numberAt(story.meta, 'events_exported');
	const format = textAt(story.meta, 'format');
	const as = format === '' ? [] : say` as ${code(format)}`;
	return say`${who(story)} exported ${events === undefined ? '' : `${plural(events, 'event')} `}from ${describeSearched(story.meta)}${as}`;
}

/** `console.event_opened`: one event, by its place in the chain. */
export function describeEventOpened(story: Story): Segment[] {
	const seq = numberAt(story.meta, 'seq');
	const eventId = textAt(story.meta, 'event_id');
	const part = textAt(story.meta, 'part');
	const read = part === 'signed_bytes' ? 'read the signed bytes of' : part === 'signature' ? 'had the signature checked of' : 'opened';
	const place = seq === undefined ? '' : ` #${groupDigits(seq)}`;
	return say`${who(story)} ${read} event${place}${eventId === '' ? [] : say` ${id(eventId)}`}`;
}

/** `console.request_opened`: all events of one request. */
export function describeRequestOpened(story: Story): Segment[] {
	const requestId = textAt(story.meta, 'opened_request_id');
	const shown = numberAt(story.meta, 'events_shown');
	const request = requestId === '' ? say`an unnamed request` : say`request ${id(requestId)}`;
	return say`${who(story)} opened ${request}${shown === undefined ? '' : `, ${plural(shown, 'event')}`}`;
}

/** `console.lookup`: what was looked up is not recorded, only what was found. */
export function describeLookup(story: Story): Segment[] {
	const matches = numberAt(story.meta, 'matches');
	const found = matches === undefined ? '' : matches === 0 ? '; nothing was found' : `; ${plural(matches, 'match', 'matches')}`;
	return say`${who(story)} looked up a text${found}`;
}

const AUTHORITY_VIEWS: Readonly<Record<string, string>> = {
	graph: 'the authority graph',
	session: 'the authority of session',
	delegation: 'delegation',
	paths: 'the paths of authority',
	impact: 'what a revocation would take down',
	revocations: 'the revocations',
	revocation: 'a revocation',
	search: 'sessions and delegations',
};

/** `console.authority_opened`: which part of the graph. */
export function describeAuthorityOpened(story: Story): Segment[] {
	const view = textAt(story.meta, 'view');
	const at = textAt(story.meta, 'looked_at');
	const what = Object.hasOwn(AUTHORITY_VIEWS, view) ? (AUTHORITY_VIEWS[view] ?? '') : 'the authority graph';
	return say`${who(story)} looked at ${what}${at === '' ? [] : say` ${id(at)}`}`;
}

/** `console.authority_revoked`: what, and whether the console did it. */
export function describeAuthorityRevoked(story: Story): Segment[] {
	const kind = textAt(story.meta, 'target_kind') === 'session' ? 'session' : 'delegation';
	const outcome = textAt(story.meta, 'outcome');
	const did =
		outcome === 'revoked'
			? 'had the coordinator revoke'
			: outcome === 'failed'
				? 'tried in vain to revoke'
				: 'took the command that revokes';
	const falling = (numberAt(story.meta, 'delegations_falling') ?? 0) + (numberAt(story.meta, 'sessions_falling') ?? 0);
	return say`${who(story)} ${did} ${kind} ${id(textAt(story.meta, 'target_id'))}; ${plural(falling, 'session or delegation', 'sessions and delegations')} to fall`;
}

function token({ meta }: Story): Segment[] {
	const name = textAt(meta, 'token_name', 'token_id');
	const prefix = textAt(meta, 'token_prefix');
	return say`API token ${name === '' ? say`without a name` : strong(name)}${prefix === '' ? [] : say` (${code(prefix)})`}`;
}

/** `console.token_created`: what it may do, where and until when. */
export function describeTokenCreated(story: Story): Segment[] {
	const zones = textsAt(story.meta, 'zones');
	const role = textAt(story.meta, 'role');
	const expires = textAt(story.meta, 'expires_at');
	const where = zones.length === 0 ? say`every zone` : listed(zones, strong);
	return say`${who(story)} created ${token(story)}${role === '' ? [] : say`: ${code(role)} in ${where}`}${expires === '' ? [] : say`, until ${code(expires)}`}`;
}

/** `console.token_revoked`. */
export function describeTokenRevoked(story: Story): Segment[] {
	return say`${who(story)} revoked ${token(story)}`;
}

/** `console.user_created`. */
export function describeUserCreated(story: Story): Segment[] {
	return say`${who(story)} created account ${account(story)}${provider(story)}`;
}

const CHANGES: Readonly<Record<string, string>> = {
	password: 'set a new password for',
	name: 'renamed',
	disabled: 'disabled',
	enabled: 'enabled',
	deleted: 'deleted',
};

/** `console.user_changed`: what of the account. */
export function describeUserChanged(story: Story): Segment[] {
	const change = textAt(story.meta, 'change');
	if (Object.hasOwn(CHANGES, change)) return say`${who(story)} ${CHANGES[change] ?? ''} account ${account(story)}`;
	return say`${who(story)} changed account ${account(story)}${because(change, code)}`;
}

/** `console.role_changed`: a role given, changed or taken away, in one zone or in every one. */
export function describeRoleChanged(story: Story): Segment[] {
	const { meta } = story;
	const [before, after] = [textAt(meta, 'role_before'), textAt(meta, 'role_after')];
	const zone = textAt(meta, 'role_zone');
	const where = zone === '' ? say` in every zone` : say` in ${strong(zone)}`;
	const whose = account(story);
	if (after === '') return say`${who(story)} took ${before === '' ? 'the role' : say`the role ${code(before)}`} of ${whose}${where} away`;
	return say`${who(story)} gave ${whose} the role ${code(after)}${where}${before === '' ? [] : say`, before it was ${code(before)}`}`;
}

/** `console.dead_letter_replayed`: back onto which stream, and why it had failed. */
export function describeReplayed(story: Story): Segment[] {
	const letter = textAt(story.meta, 'letter_id');
	const stream = textAt(story.meta, 'source_stream');
	const of = stream === '' ? [] : say` onto ${code(stream)}`;
	return say`${who(story)} replayed dead letter ${letter === '' ? 'without an ID' : id(letter)}${of}${because(textAt(story.meta, 'letter_reason'), code)}`;
}
