/** What a server says that it can do: names, some with parameters. Names are compared without regard to case. */
export class Capabilities implements Iterable<[name: string, parameters: string[]]> {
  readonly #parameters = new Map<string, string[]>()

  constructor(entries: Iterable<readonly [name: string, parameters: readonly string[]]> = []) {
    for (const [name, parameters] of entries) {
      const key = name.toUpperCase()
      this.#parameters.set(key, [...(this.#parameters.get(key) ?? []), ...parameters])
    }
  }

  /** Whether the server names it; with a parameter, whether it names that too: `has('AUTH', 'PLAIN')`. */
  has(name: string, parameter?: string): boolean {
    const parameters = this.#parameters.get(name.toUpperCase())
    if (parameters === undefined || parameter === undefined) return parameters !== undefined
    const wanted = parameter.toUpperCase()
    return parameters.some((p) => p.toUpperCase() === wanted)
  }

  /** Its parameters; empty when it has none or is not named. */
  get(name: string): string[] {
    return [...(this.#parameters.get(name.toUpperCase()) ?? [])]
  }

  get size(): number {
    return this.#parameters.size
  }

  *[Symbol.iterator](): Iterator<[string, string[]]> {
    for (const [name, parameters] of this.#parameters) yield [name, [...parameters]]
  }
}
