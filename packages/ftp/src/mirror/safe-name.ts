import { excerpt, WireError } from '@linewire/wire'

/** A name from a server that is no name for a file here: nothing was written. */
export class UnsafeNameError extends WireError {
  /** @internal */
  static override readonly kind: string = 'UnsafeNameError'

  constructor(message: string) {
    super(message, 'ERR_UNSAFE_NAME')
  }
}

/** Windows takes them for devices in every directory, whatever comes behind a dot; the small digits are the superscripts. */
const device = /^(?:con|prn|aux|nul|conin\$|conout\$|clock\$|(?:com|lpt)[0-9\u00b9\u00b2\u00b3])$/i

/** what is wrong with a name by the rules of Unix and of Windows, of which any may be in force where it ends up */
const faults: readonly [why: string, bad: (name: string) => boolean][] = [
  ['it is empty', (name) => name === ''],
  ['it leads elsewhere', (name) => name === '.' || name === '..'],
  ['it is more than one segment of a path', (name) => /[/\\]/.test(name)],
  ['it has control characters', (name) => /[\0-\x1f]/.test(name)],
  ['it begins with a drive', (name) => /^[a-z]:/i.test(name)],
  ['it ends in a dot or a blank, which Windows drops', (name) => /[. ]$/.test(name)],
  ['it is a device of Windows', (name) => device.test(name.split(/[.:]/, 1)[0]!.trimEnd())],
]

/** what Windows does not take, or takes for something else: `a:b` is a stream of the file a */
const onWindows: (typeof faults)[number] = ['Windows has no such names', (name) => /[<>:"|?*]/.test(name)]

/**
 * Whether a name from a server is one segment of a path, and an ordinary one: by the rules of Unix and of Windows both.
 * @throws {UnsafeNameError} when it is not
 */
export function checkName(name: string, platform: NodeJS.Platform = process.platform): void {
  const all = platform === 'win32' ? [...faults, onWindows] : faults
  for (const [why, bad] of all) {
    if (bad(name)) throw new UnsafeNameError(`the name ${excerpt(name)} is not used: ${why}`)
  }
}
