import { ArgumentError } from '../errors.ts'

/** How many connections a pool has, and for how long. */
export interface PoolOptions {
  /** connections at a time, those being made and those being left included; 4 unless told */
  max?: number
  /** ms that a connection may lie idle before it is left; a minute unless told, 0: no limit */
  idleTimeout?: number
  /** ms after which a connection is not lent again; 15 minutes unless told, 0: no limit */
  lifetime?: number
  /** ms to do with fewer connections when the server takes no more, before one more is tried; 30 seconds unless told */
  recovery?: number
}

/** @throws {ArgumentError} for a number that is none */
export function poolOptions(given: PoolOptions): Required<PoolOptions> {
  const { max = 4, idleTimeout = 60_000, lifetime = 900_000, recovery = 30_000 } = given
  if (!Number.isInteger(max) || max < 1) throw new ArgumentError(`max: ${max} is no number of connections`)
  for (const [name, ms] of Object.entries({ idleTimeout, lifetime, recovery })) {
    if (!(ms >= 0)) throw new ArgumentError(`${name}: ${ms} is no number of milliseconds`)
  }
  return { max, idleTimeout: idleTimeout || Infinity, lifetime: lifetime || Infinity, recovery }
}
