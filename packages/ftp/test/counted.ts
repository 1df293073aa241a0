type Cost = (self: string, args: readonly unknown[], result: unknown) => number

const whole: Cost = (self) => self.length
const tested: Cost = (_, [text]) => String(text).length
const searched: Cost = (self, [, from], found) => {
  const at = Number(from ?? 0)
  return (Number(found) < 0 ? self.length : Number(found) + 1) - Math.min(at, self.length)
}

const costs: readonly (readonly [prototype: object, method: string, cost: Cost])[] = [
  [String.prototype, 'charCodeAt', () => 1],
  [String.prototype, 'indexOf', searched],
  [String.prototype, 'lastIndexOf', whole],
  [String.prototype, 'includes', whole],
  [String.prototype, 'startsWith', (_, [search]) => String(search).length],
  [String.prototype, 'endsWith', (_, [search]) => String(search).length],
  [String.prototype, 'toLowerCase', whole],
  [String.prototype, 'toUpperCase', whole],
  [String.prototype, 'normalize', whole],
  [String.prototype, 'split', whole],
  [String.prototype, 'trim', whole],
  [String.prototype, 'trimEnd', whole],
  [RegExp.prototype, 'exec', tested],
  [RegExp.prototype, 'test', tested],
]

/** How many characters are looked at while something is done: work that is told without a clock. */
export function counted(work: () => unknown): number {
  let count = 0
  const undo = costs.map(([prototype, method, cost]) => {
    const methods = prototype as Record<string, (...args: unknown[]) => unknown>
    const original = methods[method]!
    methods[method] = function (this: unknown, ...args) {
      const result = original.apply(this, args)
      count += cost(String(this), args, result)
      return result
    }
    return () => {
      methods[method] = original
    }
  })
  try {
    work()
    return count
  } finally {
    for (const restore of undo) restore()
  }
}
