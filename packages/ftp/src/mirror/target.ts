import type { FtpClient } from '../client.ts'
import type { Step } from './step.ts'

/** What a mirror writes to. */
export interface Target {
  /** whether a connection is needed for what is no transfer */
  readonly remote: boolean
  /** Does one step. Resolves with the octets that were carried over. */
  perform(step: Step, client: FtpClient | undefined, onProgress: (octets: number) => void): Promise<number>
}
