export { type CharsetTable, type HeaderText, headerText } from './header-text.ts'
