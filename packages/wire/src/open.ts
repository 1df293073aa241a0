import type { Order, Route } from './command.ts'
import { dial } from './connect.ts'
import { Engine, type EngineOptions } from './engine.ts'
import { ConnectionError } from './errors.ts'
import type { CommonOptions, Settings } from './options.ts'
import { type ConnectFacts, Trace } from './trace.ts'

export interface OpenOptions<C extends Order = Order> extends Pick<EngineOptions<C>, 'depth' | 'prefix'> {
  /** what is spoken, as the trace calls it: `pop3` */
  protocol?: string
}

/**
 * Connects, and lets `begin` say what comes first (greeting, TLS, login). Whatever fails there closes the connection;
 * the signal ends it at any step.
 */
export async function open<O extends CommonOptions, C extends Order, R>(
  settings: Settings<O>,
  route: Route<C>,
  { protocol, ...engineOptions }: OpenOptions<C>,
  begin: (engine: Engine<C>) => Promise<R>,
): Promise<R> {
  const { options, host, port, timeouts, limits } = settings
  const { signal, trace } = options
  signal?.throwIfAborted()
  const path = host.startsWith('/') ? host : undefined
  const timed = Trace.wantsConnects(trace)
  const began = timed ? performance.now() : 0
  const facts = (secure: boolean): ConnectFacts => ({
    host,
    port: path === undefined ? port : undefined,
    protocol,
    secure,
    duration: timed ? performance.now() - began : 0,
  })
  let { transport } = options
  try {
    transport ??= await dial({
      host,
      port,
      path,
      tls: settings.tls,
      tlsOptions: options.tlsOptions,
      localAddress: options.localAddress,
      proxy: options.proxy,
      timeout: timeouts.connect,
      signal,
    })
  } catch (error) {
    new Trace(trace).connect(facts(false), error)
    throw error
  }
  const engine = new Engine(transport, route, { ...engineOptions, timeouts, limits, trace })
  engine.trace.connect(facts(transport.secure))
  const leave = (): void =>
    engine.fail(new ConnectionError('connecting was aborted', 'ERR_ABORTED', { cause: signal!.reason }))
  signal?.addEventListener('abort', leave, { once: true })
  if (signal?.aborted) leave()
  // somebody's password may be long in coming, and nobody wait for it any more; what `begin` has to say of it comes first
  let late: NodeJS.Timeout | undefined
  const gone = new Promise<never>((_, reject) => {
    engine.onDeath = (error) => {
      late = setTimeout(reject, 0, error)
    }
  })
  gone.catch(() => {})
  try {
    return await Promise.race([begin(engine), gone])
  } catch (error) {
    engine.close(error)
    signal?.throwIfAborted()
    throw error
  } finally {
    engine.onDeath = undefined
    clearTimeout(late)
    signal?.removeEventListener('abort', leave)
  }
}
