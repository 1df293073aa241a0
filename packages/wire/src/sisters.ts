/** What the five packages ask of wire beyond what it promises to everybody: exported, and in no declaration. */
export { checkLine } from './args.ts'
export { beforeCompression } from './compression-error.ts'
export { accepted } from './connect.ts'
export { listen } from './listen.ts'
export { inOrderBut } from './route.ts'
export { slidingWindow, Window } from './window.ts'
export { writeOctets } from './write-octets.ts'
