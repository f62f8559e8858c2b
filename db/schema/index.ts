export * from './console';
export * from './ledger';
export * from './search';
export * from './worker';
