// Run in a package's folder behind tsup: TypeScript indents what it writes by four blanks, and knows no other way. A tab
// says the same; in wire it saves whoever installs it two thousand octets.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

for (const name of readdirSync('dist', { recursive: true })) {
  if (!name.endsWith('.d.ts')) continue
  const file = join('dist', name)
  const text = readFileSync(file, 'utf8')
  writeFileSync(
    file,
    text.replace(/^(?: {4})+/gm, (blanks) => '\t'.repeat(blanks.length / 4)),
  )
}
