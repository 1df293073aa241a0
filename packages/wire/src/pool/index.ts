export type { Pooling } from './connections.ts'
export { Lease } from './lease.ts'
export type { Poolable } from './member.ts'
export type { PoolOptions } from './options.ts'
export { type Making, Pool, type PoolRules, type UseOptions } from './pool.ts'
/** @internal */
export * from './sisters.ts'
export { tooManyConnections } from './too-many.ts'
