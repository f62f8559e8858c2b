import type postgres from 'postgres';

/**
 * Describes the schema `public` as text, in a fixed order, from Postgres's own catalog: tables with columns, constraints,
 * indexes and triggers, views, functions, sequences and every grant to the console's roles. Monthly partitions are left out,
 * since which of them exist depends on the day; that each looks like its parent is Postgres's own rule.
 */
export async function dumpSchema(sql: postgres.Sql): Promise<string> {
	const sections = [
		await sql<{ line: string }[]>`
			select format('table %s%s%s', c.relname, coalesce(' partition by ' || pg_get_partkeydef(c.oid), ''),
				coalesce(' with (' || array_to_string(c.reloptions, ', ') || ')', '')) || E'\n' ||
				(select string_agg(format('  %s %s%s%s%s', a.attname, format_type(a.atttypid, a.atttypmod),
					case when a.attnotnull then ' not null' else '' end,
					coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), ''),
					case a.attidentity when 'a' then ' generated always as identity' else '' end ||
					case when a.attstorage <> t.typstorage then ' storage ' || a.attstorage::text else '' end), E'\n' order by a.attnum)
				from pg_attribute a join pg_type t on t.oid = a.atttypid left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
				where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as line
			from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and c.relname !~ '_y\\d{4}m\\d{2}$'
			order by c.relname`,
		await sql<{ line: string }[]>`
			select format('constraint %s on %s %s', conname, conrelid::regclass, pg_get_constraintdef(k.oid)) as line
			from pg_constraint k join pg_class c on c.oid = k.conrelid
			where c.relnamespace = 'public'::regnamespace and k.contype <> 'n' and c.relname !~ '_y\\d{4}m\\d{2}$' order by 1`,
		await sql<{ line: string }[]>`
			select pg_get_indexdef(i.indexrelid) as line from pg_index i join pg_class c on c.oid = i.indrelid
			where c.relnamespace = 'public'::regnamespace and c.relname !~ '_y\\d{4}m\\d{2}$' order by 1`,
		await sql<{ line: string }[]>`
			select pg_get_triggerdef(t.oid) as line from pg_trigger t join pg_class c on c.oid = t.tgrelid
			where c.relnamespace = 'public'::regnamespace and not t.tgisinternal and c.relname !~ '_y\\d{4}m\\d{2}$' order by 1`,
		await sql<{ line: string }[]>`
			select format('sequence %s', c.relname) as line from pg_class c
			where c.relnamespace = 'public'::regnamespace and c.relkind = 'S' order by 1`,
		await sql<{ line: string }[]>`
			select format(E'view %s as\n%s', c.relname, pg_get_viewdef(c.oid, true)) as line from pg_class c
			where c.relnamespace = 'public'::regnamespace and c.relkind = 'v' order by 1`,
		await sql<{ line: string }[]>`
			select pg_get_functiondef(p.oid) as line from pg_proc p where p.pronamespace = 'public'::regnamespace order by p.proname`,
		await sql<{ line: string }[]>`
			select format('grant %s on %s to %s', string_agg(lower(g.privilege_type), ', ' order by g.privilege_type), c.relname, r.rolname) as line
			from pg_class c, aclexplode(c.relacl) g join pg_roles r on r.oid = g.grantee
			where c.relnamespace = 'public'::regnamespace and r.rolname like 'console\\_%'
			group by c.relname, r.rolname order by c.relname, r.rolname`,
		await sql<{ line: string }[]>`
			select format('grant execute on function %s to %s', p.proname, coalesce(r.rolname, 'public')) as line
			from pg_proc p, aclexplode(p.proacl) g left join pg_roles r on r.oid = g.grantee
			where p.pronamespace = 'public'::regnamespace and (g.grantee = 0 or r.rolname like 'console\\_%') order by 1`,
	];
	return `${sections.map((rows) => rows.map((row) => row.line).join('\n')).join('\n\n')}\n`;
}
