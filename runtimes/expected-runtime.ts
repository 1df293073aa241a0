// A runner that hands its workers to another runtime would prove nothing: every file fails then.
const { bun, deno, node } = process.versions
const here = bun ? `Bun ${bun}` : deno ? `Deno ${deno}` : `Node ${node}`
const expected = process.env['LINEWIRE_RUNTIME']
if (here !== expected) throw new Error(`this is ${here}, and the tests were meant to run on ${expected}`)
