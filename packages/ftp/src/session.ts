import type { Capabilities, Charset, Engine, Reply, Settings } from '@linewire/wire'
import type { FtpOptions } from './connect.ts'
import type { DataConnections } from './data-connections.ts'
import type { Telnet } from './telnet.ts'
import type { TransferState } from './transfer.ts'

/** A connection that is greeted, secured and logged in as its options say. */
export interface Session {
  readonly engine: Engine
  readonly settings: Settings<FtpOptions>
  readonly greeting: Reply
  readonly connections: DataConnections
  readonly transfers: TransferState
  /** the charset of names that was asked for; undefined: as FEAT says */
  readonly charset: Charset | undefined
  readonly telnet: Telnet
  /** the one that names are in */
  names: Charset
  capabilities: Capabilities
}
