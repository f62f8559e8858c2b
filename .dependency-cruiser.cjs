// Which way imports may go. Every rule is an error; `npm run verify` runs them, scripts/test/import-rules.test.ts proves that they bite.

const LIB = '^lib/(?!server/)';
const TEST = '[.]test[.]tsx?$';
/** Everything of ours, as against packages and Node's own modules. */
const OURS = '^(app|bench|cli|components|db|e2e|lib|scripts|worker)/';

/** One folder may import of ours only what is listed. */
function may(name, from, comment, allowed, extra = {}) {
	return {
		name,
		comment,
		severity: 'error',
		from: { path: from, ...extra },
		to: { path: OURS, pathNot: allowed },
	};
}

/** One folder may not import the packages. */
function without(name, from, comment, packages) {
	return {
		name,
		comment,
		severity: 'error',
		from: { path: from },
		to: { path: `(^|/)node_modules/(${packages.join('|')})/` },
	};
}

const VIEW_PACKAGES = ['next', 'next-auth', 'react', 'react-dom', '@tanstack', 'nuqs', 'radix-ui'];
const STORE_PACKAGES = ['drizzle-orm', 'postgres', 'ioredis'];

module.exports = {
	forbidden: [
		{ name: 'no-cycles', severity: 'error', comment: 'Nothing imports itself, by whatever way.', from: {}, to: { circular: true } },
		{ name: 'resolvable', severity: 'error', comment: 'What is imported exists.', from: {}, to: { couldNotResolve: true } },
		may('lib-imports-lib', LIB, 'The domain knows nothing but itself.', [LIB], { pathNot: TEST }),
		may('lib-tests', `${LIB}.*${TEST}`, 'Tests of the domain may compare it with the database.', [LIB, '^db/']),
		may('db-imports-lib', '^db/', 'The data layer knows the domain, no process.', ['^db/', LIB]),
		may('server-imports-lib-db', '^lib/server/', 'Verbs know the domain and the data layer.', ['^lib/', '^db/']),
		may('components-import-lib', '^components/', 'Components render; they fetch nothing themselves.', ['^components/', LIB]),
		may('ui-imports-ui', '^components/ui/', 'Stock primitives know nothing of the product.', ['^components/ui/', '^lib/ui']),
		may('app-imports-down', '^app/', 'Routes: one verb, one component.', ['^app/', '^components/', '^lib/']),
		may('worker-imports-lib-db', '^worker/', 'The worker knows the domain and the data layer.', ['^worker/', '^db/', LIB], {
			pathNot: [TEST, '/testing/'],
		}),
		may('worker-tests', `^worker/(testing/|.*${TEST})`, 'Tests of the worker play traffic and restart servers.', [
			'^(worker|db|scripts)/',
			LIB,
		]),
		may('cli-imports-lib', '^cli/', 'The command line talks to the HTTP interface.', ['^cli/', LIB], { pathNot: [TEST, '/testing/'] }),
		may('cli-tests', `^cli/(testing/|.*${TEST})`, 'Tests of the command run its bundle.', ['^(cli|scripts)/', LIB]),
		may('e2e-imports', '^e2e/', 'Browser specs see the product from outside.', ['^e2e/', '^db/(testing|seed)/', LIB]),
		may('scripts-import-no-view', '^(scripts|bench)/', 'Programs beside the product do not render.', [
			'^(scripts|bench|cli|db|e2e|lib|worker)/',
		]),
		{
			name: 'bench-is-a-top',
			comment: 'Benchmarks are run, never imported.',
			severity: 'error',
			from: { pathNot: '^bench/' },
			to: { path: '^bench/' },
		},
		{
			name: 'lib-has-no-io',
			comment: 'The domain has no files, no network, no clock of its own; hashes are the exception where they are its subject.',
			severity: 'error',
			from: { path: LIB, pathNot: [TEST, '^lib/(chain|streams)/'] },
			to: { dependencyTypes: ['core'] },
		},
		{
			name: 'lib-hashes-only',
			comment: 'Chain and signatures need hashes, and no other module of Node.',
			severity: 'error',
			from: { path: '^lib/(chain|streams)/', pathNot: TEST },
			to: { dependencyTypes: ['core'], pathNot: '^(node:)?crypto$' },
		},
		without('lib-has-no-stores', LIB, 'The domain knows no store and no server.', [...STORE_PACKAGES, 'pino', 'server-only']),
		without('lib-has-no-views', LIB, 'The domain knows no framework.', VIEW_PACKAGES),
		without('view-has-no-stores', '^(app|components)/', 'SQL and Redis belong to db/ and worker/.', STORE_PACKAGES),
		without('back-has-no-views', '^(cli|db|worker)/', 'Nothing of the web in what runs without it.', [...VIEW_PACKAGES, 'server-only']),
		{
			name: 'tests-are-not-imported',
			comment: 'Product code needs no test and no test helper.',
			severity: 'error',
			from: { path: '^(app|cli|components|db|lib|worker)/', pathNot: [TEST, '/testing/'] },
			to: { path: [TEST, '/testing/'] },
		},
		{
			name: 'product-without-dev-packages',
			comment: 'What the product runs with is a dependency, not a devDependency.',
			severity: 'error',
			from: { path: '^(app|cli|components|db|lib|worker)/', pathNot: [TEST, '/testing/'] },
			to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
		},
	],
	options: {
		doNotFollow: { path: 'node_modules' },
		exclude: { path: '^([.]next|[.]data|dist)/' },
		tsPreCompilationDeps: true,
		tsConfig: { fileName: 'tsconfig.json' },
		enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'require', 'node', 'default', 'types'] },
		cache: false,
	},
};
