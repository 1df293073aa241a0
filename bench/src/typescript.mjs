/**
 * Lets plain Node 20 import the TypeScript of the workspace: `import './typescript.mjs'` before the first `.ts`.
 * The types are dropped, not checked (`tsc` does that), by the compiler that the workspace root already has.
 */
import { register } from 'node:module'

register('./typescript-hooks.mjs', import.meta.url)
