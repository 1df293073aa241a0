import { accepted, type DialOptions, dial, listen } from '@linewire/wire'
import type { DataTransport } from './data-connection.ts'

/** A port where the server's call is waited for. */
export interface DataListening {
  readonly port: number
  /** The connection that was made, with TLS on it where that is asked for then. Rejects when the signal aborts. */
  accept(signal: AbortSignal, security: () => Pick<DialOptions, 'host' | 'tls' | 'tlsOptions'>): Promise<DataTransport>
  /** Stops listening. */
  close(): void
}

/** How data connections come about: over TCP, unless the caller brings his own as he does the control connection. */
export interface DataNetwork {
  /** Passive mode: connects to the server. */
  dial(options: DialOptions): Promise<DataTransport>
  /** Active mode: waits for the server, on the first free port of a range. */
  listen(host: string, ports: readonly [number, number] | undefined, from: string): Promise<DataListening>
}

export const tcp: DataNetwork = {
  dial,
  async listen(host, ports, from) {
    const { port, accept, close } = await listen(host, ports, from)
    return { port, close, accept: async (signal, security) => accepted(await accept(signal), security()) }
  },
}
