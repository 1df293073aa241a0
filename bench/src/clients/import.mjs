// What a program pays for importing a package, before it does anything with it.
const { BENCH_IMPORT: name } = process.env
await import(name)
console.log('{}')
