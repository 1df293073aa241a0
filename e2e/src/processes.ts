import { readdirSync, readFileSync } from 'node:fs'

/** A process of this machine; the start time tells it from a later one with the same number. */
export interface Identity {
  readonly pid: number
  readonly started: string
}

interface Status extends Identity {
  readonly state: string
  readonly parent: number
}

/** "pid (command) state ppid …", the start time is field 22. proc(5) */
const status = (pid: number): Status | undefined => {
  try {
    const line = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // the command may hold blanks and parentheses: fields are counted from its last one
    const fields = line.slice(line.lastIndexOf(')') + 2).split(' ')
    return { pid, state: fields[0] ?? '', parent: Number(fields[1]), started: fields[19] ?? '' }
  } catch {
    return undefined
  }
}

/** Everything that descends from a process: sessions of an FTP server leave its process group. */
export const descendants = (ancestor: number): Identity[] => {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => status(Number(name)) ?? [])
  const found: Status[] = []
  const parents = [ancestor]
  for (let parent = parents.pop(); parent !== undefined; parent = parents.pop()) {
    for (const child of all.filter((entry) => entry.parent === parent)) {
      found.push(child)
      parents.push(child.pid)
    }
  }
  return found.map(({ pid, started }) => ({ pid, started }))
}

/** Whether that process still runs; a zombie that nobody has waited for yet counts as gone. */
export const runs = ({ pid, started }: Identity): boolean => {
  const now = status(pid)
  return now !== undefined && now.started === started && now.state !== 'Z'
}

/** Sends a signal to a process, or with a negative number to a group; says nothing where there is none left. */
export const signal = (pid: number, name: 'SIGTERM' | 'SIGKILL'): void => {
  try {
    process.kill(pid, name)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}
