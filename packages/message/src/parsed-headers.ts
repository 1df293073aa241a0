/** One header field as it came. */
export interface HeaderField {
  /** In the case of the message. */
  readonly name: string
  /** Unfolded, encoded words decoded. For structured fields use `raw`: a decoded name may hold a comma. */
  readonly value: string
  /** Unfolded only. */
  readonly raw: string
}

/** The header of a message: every field in order, repeated ones included. */
export class ParsedHeaders implements Iterable<HeaderField> {
  readonly list: readonly HeaderField[]

  constructor(list: readonly HeaderField[]) {
    this.list = list
  }

  /** The value of the first field of that name, in any case; undefined when there is none. */
  get(name: string): string | undefined {
    return this.getAll(name)[0]
  }

  /** The values of all fields of that name, in order. */
  getAll(name: string): string[] {
    const wanted = name.toLowerCase()
    return this.list.filter((field) => field.name.toLowerCase() === wanted).map((field) => field.value)
  }

  [Symbol.iterator](): Iterator<HeaderField> {
    return this.list[Symbol.iterator]()
  }
}
