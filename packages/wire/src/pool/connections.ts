// from index.ts on purpose: see proxy.ts
import { ArgumentError } from '../index.ts'
import type { CommonOptions } from '../options.ts'
import type { Poolable } from './member.ts'
import type { PoolOptions } from './options.ts'
import type { PoolRules } from './pool.ts'

/** What the pool of a package takes: what its client's connect() takes, and how many of them. */
export type Pooling<O extends CommonOptions> = O & PoolOptions

/**
 * The rules of a pool whose connections are all made alike, by a client's connect(): each with a signal of its own, and
 * with the TLS session of one before, which spares it half of the handshake.
 *
 * @throws {ArgumentError} for a `transport`: that is one connection
 */
export function connections<O extends CommonOptions, C extends Poolable>(
  to: string | URL | Pooling<O>,
  options: Partial<Pooling<O>>,
  connect: (to: string | URL | O, options: Partial<O>) => Promise<C>,
): PoolRules<C> {
  const all: Partial<Pooling<O>> = typeof to === 'string' || to instanceof URL ? options : { ...to, ...options }
  if (all.transport !== undefined) throw new ArgumentError('a pool makes its own connections: it takes no transport')
  const { max, idleTimeout, lifetime, recovery } = all
  return {
    ...(max === undefined ? {} : { max }),
    ...(idleTimeout === undefined ? {} : { idleTimeout }),
    ...(lifetime === undefined ? {} : { lifetime }),
    ...(recovery === undefined ? {} : { recovery }),
    connect: ({ signal, session }) => {
      const tlsOptions = session === undefined ? all.tlsOptions : { ...all.tlsOptions, session }
      return connect(to, {
        ...options,
        ...(tlsOptions === undefined ? {} : { tlsOptions }),
        signal: all.signal === undefined ? signal : AbortSignal.any([all.signal, signal]),
      })
    },
  }
}
