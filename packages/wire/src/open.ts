import { loadSasl } from './authenticate.ts'
import type { Order, Route } from './command.ts'
import { dial } from './connect.ts'
import { Engine, type EngineOptions } from './engine.ts'
import { ConnectionError } from './errors.ts'
import type { CommonOptions, Settings } from './options.ts'

/**
 * Connects, and lets `begin` say what comes first (greeting, TLS, login). Whatever fails there closes the connection;
 * the signal ends it at any step.
 */
export async function open<O extends CommonOptions, C extends Order, R>(
  settings: Settings<O>,
  route: Route<C>,
  engineOptions: Pick<EngineOptions<C>, 'depth' | 'prefix'>,
  begin: (engine: Engine<C>) => Promise<R>,
): Promise<R> {
  const { options, host, port, timeouts, limits } = settings
  const { signal } = options
  signal?.throwIfAborted()
  // on its way while the connection is
  if (settings.auth !== undefined) loadSasl().catch(() => {})
  const transport =
    options.transport ??
    (await dial({
      host,
      port,
      path: host.startsWith('/') ? host : undefined,
      tls: settings.tls,
      tlsOptions: options.tlsOptions,
      localAddress: options.localAddress,
      proxy: options.proxy,
      timeout: timeouts.connect,
      signal,
    }))
  const engine = new Engine(transport, route, { ...engineOptions, timeouts, limits, trace: options.trace })
  engine.trace.connect(host, port)
  const leave = (): void =>
    engine.fail(new ConnectionError('connecting was aborted', 'ERR_ABORTED', { cause: signal!.reason }))
  signal?.addEventListener('abort', leave, { once: true })
  try {
    return await begin(engine)
  } catch (error) {
    engine.close()
    signal?.throwIfAborted()
    throw error
  } finally {
    signal?.removeEventListener('abort', leave)
  }
}
