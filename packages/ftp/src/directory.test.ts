import { expect, test } from 'vitest'
import { stage } from '../test/stage.ts'

const at = stage()

test('rmdir of all that is within: a line that could not be read is no name, and the refusal has it', async () => {
  const files = { 'dir/a': 'a', 'dir/sub/b': 'b' }
  // the half of the broken line that looks like a file
  const ftp = await at.start({ files, without: ['MLST'], faults: { replies: { 'DELE dir/x': '250 gone' } } })
  const { children } = at.server.files.directory('/dir')!
  children.set('x\r\nwhat is this?', at.server.files.file('/dir/a')!)
  await expect(ftp.rmdir('dir', { recursive: true })).rejects.toMatchObject({
    code: '550',
    command: 'RMD dir',
    message: expect.stringMatching(/not empty.*"what is this\?", of which no name is known/i),
  })
  expect(at.said('DELE').sort()).toEqual(['C: DELE dir/a', 'C: DELE dir/sub/b', 'C: DELE dir/x'])
  expect([...children.keys()]).toEqual(['x\r\nwhat is this?'])
})
