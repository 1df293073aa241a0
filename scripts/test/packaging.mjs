import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { run } from './child.mjs'
import { root, tool } from './tool.mjs'

/** The manifests of the published packages. */
export const publishedPackages = () =>
  readdirSync(join(root, 'packages'))
    .map((folder) => join(root, 'packages', folder, 'package.json'))
    .filter((file) => existsSync(file))
    .map((file) => JSON.parse(readFileSync(file, 'utf8')))
    .filter((manifest) => !manifest.private)

/** Where `check-pack.mjs` leaves what the following step installs. */
export const packsOf = (scratch) => join(scratch, 'packs')

/** The name of a package as a file name: `@linewire/wire` → `linewire-wire`. */
export const fileNameOf = (name) => name.replace('@', '').replace('/', '-')

/** Packs every package and checks the tarball. The tarballs stay in the scratch folder, for the consumer. */
export const packagingStep = async (score, timeout, { scratch }) => {
  const packs = packsOf(scratch)
  mkdirSync(packs, { recursive: true })
  // --only --force: the build step has built, and a replayed log of an earlier run would check nothing
  const args = ['run', 'check:pack', '--only', '--force', '--continue', '--env-mode=loose', '--output-logs=errors-only']
  const result = await run(tool('turbo'), args, { cwd: root, env: { LINEWIRE_PACKS: packs }, timeout })
  for (const { name } of publishedPackages()) {
    const report = join(packs, `${fileNameOf(name)}.json`)
    if (!existsSync(report)) {
      score.fail(`${name}: check-pack`, `it wrote no report\n${result.report()}`)
      continue
    }
    for (const { check, error } of JSON.parse(readFileSync(report, 'utf8'))) {
      if (error === undefined) score.pass()
      else score.fail(`${name}: ${check}`, error)
    }
  }
  if (!result.ok && score.failures.length === 0) score.fail('turbo run check:pack', result.report())
}
