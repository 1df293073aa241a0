export { everySplit } from './every-split.ts'
export { type MemoryTransport, memoryTransport } from './memory-transport.ts'
export { converse, follow, play } from './play.ts'
export { type Step, serverOctets, transcript } from './transcript.ts'
