import type { DialOptions } from '@linewire/wire'
import type { DataNetwork } from './data-network.ts'
import type { Step } from './flight.ts'
import type { ModeCode } from './transfer-parameter.ts'

export type TlsOptions = NonNullable<DialOptions['tlsOptions']>

/** `auto`: EPSV, and PASV where that is refused or leads nowhere. `active`: the server calls. */
export type DataMode = 'auto' | 'epsv' | 'pasv' | 'active'

export interface ActiveOptions {
  /** the first and the last port to listen on; any free one unless told */
  ports?: readonly [number, number]
  /** the address that the server is to call, when it is not the one that the control connection has: behind a NAT */
  address?: string
}

/** Whose address PASV leads to: the peer's of the control connection, or the one that the server names. */
export type PassiveHost = 'control' | 'advertised'

export interface DataOptions {
  readonly mode: DataMode
  readonly active?: ActiveOptions | undefined
  readonly passiveHost: PassiveHost
  /** the control connection's host: whose certificate a data connection must have */
  readonly host: string
  readonly tlsOptions?: TlsOptions | undefined
  readonly localAddress?: string | undefined
  /** data goes through it as the control connection does */
  readonly proxy?: string | URL | undefined
  /** a data connection over TLS that does not resume the control connection's session is not used */
  readonly requireSessionReuse: boolean
  /** no data goes in clear while the control connection has TLS */
  readonly protects: boolean
  /** ms */
  readonly timeout: number
  readonly network: DataNetwork
}

/** What is said around the agreement on a data connection. */
export interface Plan {
  /** before it: TYPE, MODE, ALLO, PRET */
  readonly before: readonly Step[]
  /** right before the transfer: REST */
  readonly behind: readonly Step[]
  /** whether the server takes lines that come together */
  readonly together: boolean
  readonly mode: ModeCode
}
