import type { ChannelBindingType } from '../channel-binding.ts'
import type { Transport } from '../transport.ts'

/** What ties an exchange to the TLS connection that it runs over. RFC 5056 */
export interface ChannelBinding {
  readonly type: ChannelBindingType
  readonly data: Uint8Array
}

/** RFC 9266 §3 makes the first the default of TLS 1.3; the second is for what has none. */
const bestFirst: readonly ChannelBindingType[] = ['tls-exporter', 'tls-server-end-point']

/** The best channel binding of a connection, if it has one. */
export function bindingOf(transport: Pick<Transport, 'channelBinding'>): ChannelBinding | undefined {
  for (const type of bestFirst) {
    const data = transport.channelBinding?.(type)
    if (data !== undefined) return { type, data }
  }
  return undefined
}
