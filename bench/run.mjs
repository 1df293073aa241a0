// The entry of every benchmark. Node 20 runs no TypeScript, so the loader has to be there before the first import.
import './src/typescript.mjs'

const { main } = await import('./src/main.ts')
process.exitCode = await main(process.argv.slice(2))
