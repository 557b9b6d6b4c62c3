/**
 * Filled-in forms, stamps and whatever else lies on a page as an annotation becomes part of it, as it prints. Source: ISO 32000-1, 12.5.5.
 */
import { PDFArray, type PDFContext, PDFDict, PDFName, PDFNumber, PDFRawStream } from '@cantoo/pdf-lib'
import { balanced } from './balance.ts'
import { numbersOf, pageContent, rectangle, setPageContent, unusedName, within } from './document.ts'

const name = PDFName.of
/** Bits of their flags. */
const flags = { hidden: 2, print: 4, noView: 32 }
/** Annotations of a page that are drawn; no honest page has as many. */
const maxAnnotations = 2000

export function flattenAnnotations(context: PDFContext, page: PDFDict, maxOperators: number): void {
  const annotations = page.lookup(name('Annots'))
  page.delete(name('Annots'))
  if (!(annotations instanceof PDFArray)) return
  if (annotations.size() > maxAnnotations) throw new Error('too many annotations')
  const drawn: string[] = []
  const forms = within(within(page, 'Resources'), 'XObject').clone()
  for (let at = 0; at < annotations.size(); at += 1) {
    const annotation = annotations.lookup(at)
    const form = annotation instanceof PDFDict && isPrinted(annotation) ? appearance(annotation) : undefined
    const matrix = form === undefined ? undefined : placement(annotation as PDFDict, form)
    if (form === undefined || matrix === undefined) continue
    const called = unusedName(forms, 'Annotation')
    forms.set(name(called), context.register(asForm(form)))
    drawn.push(`q ${matrix.map((number) => number.toFixed(5)).join(' ')} cm /${called} Do Q`)
  }
  if (drawn.length === 0) return
  const resources = within(page, 'Resources').clone()
  resources.set(name('XObject'), forms)
  page.set(name('Resources'), resources)
  const content = balanced(pageContent(page), maxOperators)
  setPageContent(context, page, Buffer.concat([content, Buffer.from(drawn.join('\n'))]))
}

function isPrinted(annotation: PDFDict): boolean {
  const given = annotation.lookup(name('F'))
  const bits = given instanceof PDFNumber ? given.asNumber() : 0
  return (
    (bits & flags.print) !== 0 &&
    (bits & flags.hidden) === 0 &&
    annotation.lookup(name('Subtype')) !== name('Popup')
  )
}

function appearance(annotation: PDFDict): PDFRawStream | undefined {
  const normal = within(annotation, 'AP').lookup(name('N'))
  if (normal instanceof PDFRawStream) return normal
  const state = annotation.lookup(name('AS'))
  if (!(normal instanceof PDFDict) || !(state instanceof PDFName)) return undefined
  const chosen = normal.lookup(state)
  return chosen instanceof PDFRawStream ? chosen : undefined
}

/** Its dictionary may leave out that it is a form. */
function asForm(stream: PDFRawStream): PDFRawStream {
  const dict = stream.dict.clone()
  dict.set(name('Type'), name('XObject'))
  dict.set(name('Subtype'), name('Form'))
  return PDFRawStream.of(dict, stream.getContents())
}

/** What fits the box of a form, turned as it says, into the annotation's rectangle. */
function placement(annotation: PDFDict, form: PDFRawStream): number[] | undefined {
  const into = rectangle(annotation.lookup(name('Rect')))
  const box = rectangle(form.dict.lookup(name('BBox')))
  if (into === undefined || box === undefined) return undefined
  const [a, b, c, d, e, f] = numbersOf(form.dict.lookup(name('Matrix'))) ?? [1, 0, 0, 1, 0, 0]
  const corners = [0, 2].flatMap((x) => [1, 3].map((y) => [box[x]!, box[y]!] as const))
  const across = corners.map(([x, y]) => a! * x + c! * y + e!)
  const upwards = corners.map(([x, y]) => b! * x + d! * y + f!)
  const [left, right] = [Math.min(...across), Math.max(...across)]
  const [bottom, top] = [Math.min(...upwards), Math.max(...upwards)]
  if (!(right > left && top > bottom)) return undefined
  const [wide, high] = [(into[2] - into[0]) / (right - left), (into[3] - into[1]) / (top - bottom)]
  return [wide, 0, 0, high, into[0] - left * wide, into[1] - bottom * high]
}
