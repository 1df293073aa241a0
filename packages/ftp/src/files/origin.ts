import type { Engine, RetryOptions } from '@linewire/wire'
import type { FtpClient } from '../client.ts'

/** What files need of a client beyond its methods. */
export interface Origin {
  readonly client: FtpClient
  /** the connection of the moment */
  readonly engine: Engine
  /** what connect() was told about lost connections; undefined: nothing */
  readonly retry: RetryOptions | undefined
  /** whether there can be another connection */
  readonly repeats: boolean
  /** Makes sure that the directory is known, as long as there is somebody to ask. */
  locate(signal?: AbortSignal): Promise<void>
  /** Makes a connection in place of that one, in the same directory, unless somebody else has done so. */
  reconnect(lost: Engine): Promise<void>
  /** Deletes what has become of no use there: now, or behind the next reconnect(). */
  discard(path: string, signal?: AbortSignal): Promise<void>
  /**
   * One more client, connected as this one and in the same directory.
   * @throws {ArgumentError} when this one was given its `transport`: that is one connection
   */
  another(signal?: AbortSignal): Promise<Origin>
}
