/** What the pools of the sister packages are made of: exported, and in no declaration. */
export { connections } from './connections.ts'
export type { Portion } from './shared-items.ts'
export { spread } from './spread.ts'
