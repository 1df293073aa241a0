/** What "rwsr-xr-t" says, as bits: 0o5755; -1 when anything else stands there. */
export function permissionsAt(line: string, from: number): number {
  let mode = 0
  for (let place = 0; place < 9; place++) {
    const code = line.charCodeAt(from + place)
    if (code === 45) continue
    const third = place % 3
    const group = (place - third) / 3
    if (third === 0 ? code === 114 : third === 1 ? code === 119 : code === 120) mode |= 0o400 >> place
    // set-uid, set-gid and sticky (l: mandatory locking), small where x is set too
    else if (third === 2 && (code === 115 || code === 116)) mode |= (0o400 >> place) | (0o4000 >> group)
    else if (third === 2 && (code === 83 || code === 84 || code === 76 || code === 108)) mode |= 0o4000 >> group
    else return -1
  }
  return mode
}
