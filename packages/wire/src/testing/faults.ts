/** The fault matrix, for the tests of this repository: no tarball has it. */
export { type Drive, type FaultCase, type FaultMatrixOptions, faultMatrix } from './fault-matrix.ts'
export type { PeerOptions } from './peer.ts'
