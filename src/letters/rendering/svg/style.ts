/** What an element of an SVG looks like: its attributes, then rules of style sheets, then its own style, each before what it inherits. */
import type { SvgElement } from './tree.ts'

export type Style = Readonly<Record<string, string>>

/** A rule for elements of a name, class or id, whichever are not null. */
export type Rule = { name: string | null; className: string | null; id: string | null; style: Style }

/** Properties that are read, and whether children have them too. */
const properties: Record<string, boolean> = {
  color: true,
  fill: true,
  'fill-opacity': true,
  'fill-rule': true,
  'clip-rule': true,
  stroke: true,
  'stroke-width': true,
  'stroke-opacity': true,
  'stroke-linecap': true,
  'stroke-linejoin': true,
  'stroke-miterlimit': true,
  'stroke-dasharray': true,
  'stroke-dashoffset': true,
  'font-size': true,
  'font-weight': true,
  'text-anchor': true,
  visibility: true,
  opacity: false,
  display: false,
  'clip-path': false,
  'stop-color': false,
}

/** The rules of all style sheets in a file. Selectors of several elements are left out. */
export function rulesOf(root: SvgElement): Rule[] {
  const sheets: string[] = []
  const collect = (element: SvgElement) => {
    if (element.name === 'style') sheets.push(element.text)
    element.children.forEach(collect)
  }
  collect(root)
  const rules: Rule[] = []
  for (const block of withoutComments(sheets.join('\n')).split('}')) {
    const brace = block.indexOf('{')
    if (brace < 0) continue
    const style = declared(block.slice(brace + 1))
    for (const selector of block.slice(0, brace).split(',')) {
      const parts = /^(\*|[\w-]+)?(?:\.([\w-]+))?(?:#([\w-]+))?$/.exec(selector.trim())
      if (parts === null) continue
      const [, name = '*', className = null, id = null] = parts
      rules.push({ name: name === '*' ? null : name, className, id, style })
    }
  }
  // What names an element more closely comes later, and so wins.
  return rules.sort((one, other) => weight(one) - weight(other))
}

function withoutComments(text: string): string {
  const [first = '', ...rest] = text.split('/*')
  return first + rest.map((part) => part.slice((part.indexOf('*/') + 1 || part.length) + 1)).join('')
}

const weight = ({ name, className, id }: Rule): number =>
  (id === null ? 0 : 100) + (className === null ? 0 : 10) + (name === null ? 0 : 1)

function declared(text: string): Style {
  const style: Record<string, string> = {}
  for (const declaration of text.split(';')) {
    const [name, ...value] = declaration.split(':')
    if (value.length > 0)
      style[name!.trim()] = value
        .join(':')
        .replace(/!important/, '')
        .trim()
  }
  return style
}

export function styleOf(element: SvgElement, inherited: Style, rules: readonly Rule[]): Style {
  const { name, attributes } = element
  const classes = new Set((attributes.class ?? '').split(/\s+/))
  const style: Record<string, string> = {}
  for (const [property, isInherited] of Object.entries(properties)) {
    const value = attributes[property] ?? (isInherited ? inherited[property] : undefined)
    if (value !== undefined) style[property] = value
  }
  for (const rule of rules) {
    const isMeant =
      (rule.name === null || rule.name === name) &&
      (rule.className === null || classes.has(rule.className)) &&
      (rule.id === null || rule.id === attributes.id)
    if (isMeant) Object.assign(style, rule.style)
  }
  Object.assign(style, declared(attributes.style ?? ''))
  for (const [property, value] of Object.entries(style)) {
    if (value !== 'inherit') continue
    if (inherited[property] === undefined) delete style[property]
    else style[property] = inherited[property]
  }
  return style
}
