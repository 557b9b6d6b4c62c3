/**
 * Charts as SVG text: no script, no style attribute, colours by class. Each has a title and a description for those who hear the page, and
 * beside each the page shows its figures as a table.
 */
import { lazily } from '../lazily.ts'
import { escaped } from '../page-frame.ts'

export type Series = { name: string; tone: Tone; values: number[] }
/** A tone is a class of the page's style sheet. */
export type Tone = 'sms' | 'email' | 'letter' | 'good' | 'open' | 'bad' | `shade-${1 | 2 | 3 | 4 | 5}`

const width = 560
const height = 260
const frame = { left: 58, right: 12, top: 12, bottom: 30 }
const plot = { width: width - frame.left - frame.right, height: height - frame.top - frame.bottom }

const fixed = (value: number) => String(Math.round(value * 100) / 100)

/** The largest figure of an axis and its steps: 1, 2, 2.5 or 5 times a power of ten. */
function scaleOf(most: number): { top: number; step: number } {
  if (!(most > 0)) return { top: 1, step: 1 }
  const power = 10 ** Math.floor(Math.log10(most / 4))
  const step = [1, 2, 2.5, 5, 10].map((factor) => factor * power).find((size) => size * 4 >= most)!
  return { top: Math.ceil(most / step) * step, step }
}

const short = lazily(() => new Intl.NumberFormat('en-GB', { notation: 'compact', maximumFractionDigits: 2 }))

function svg(title: string, description: string, tall: number, content: string): string {
  // Titles are unique on the page.
  const id = title.toLowerCase().replace(/[^a-z0-9]+/g, '-')
  return `<svg role="img" viewBox="0 0 ${width} ${tall}" aria-labelledby="${id}-t ${id}-d">
<title id="${id}-t">${escaped(title)}</title><desc id="${id}-d">${escaped(description)}</desc>
${content}
</svg>`
}

function axis(top: number, step: number, label: (value: number) => string): string {
  const lines: string[] = []
  for (let value = 0; value <= top + step / 1000; value += step) {
    const y = fixed(frame.top + plot.height * (1 - value / top))
    const tone = value === 0 ? 'base' : 'grid'
    lines.push(
      `<line class="${tone}" x1="${frame.left}" x2="${width - frame.right}" y1="${y}" y2="${y}"/>`,
      `<text class="tick" x="${frame.left - 8}" y="${y}" dy=".35em" text-anchor="end">${escaped(label(value))}</text>`,
    )
  }
  return lines.join('')
}

/** As many labels as fit, every other one on small screens; at the right edge they end where the chart does. */
function labels(categories: string[]): string {
  const every = Math.ceil(categories.length / 8)
  const slot = plot.width / categories.length
  return categories
    .map((category, index) => {
      if (index % every !== 0) return ''
      const x = frame.left + slot * (index + 0.5)
      const isLate = x + category.length * 4 > width
      const place = isLate ? `x="${width}" text-anchor="end"` : `x="${fixed(x)}" text-anchor="middle"`
      const kind = index % (every * 2) === 0 ? 'tick' : 'tick other'
      return `<text class="${kind}" ${place} y="${height - 8}">${escaped(category)}</text>`
    })
    .join('')
}

export type Columns = {
  title: string
  description: string
  categories: string[]
  /** Stacked in this order from the bottom. */
  series: Series[]
  /** How the tips write a value. */
  format?: (value: number) => string
  /** How the axis does, where there is little room. */
  axisFormat?: (value: number) => string
}

/** Stacked columns, one for each category. */
export function columns(chart: Columns): string {
  const { title, description, categories, series } = chart
  const label = chart.format ?? ((value: number) => value.toLocaleString('en-GB'))
  const tick = chart.axisFormat ?? ((value: number) => short().format(value))
  const totals = categories.map((_, index) => series.reduce((sum, one) => sum + (one.values[index] ?? 0), 0))
  const { top, step } = scaleOf(Math.max(0, ...totals))
  const slot = plot.width / Math.max(1, categories.length)
  const bar = Math.min(slot * 0.78, 48)
  const bars = categories.map((category, index) => {
    let y = frame.top + plot.height
    const parts = series.map((one) => {
      const value = one.values[index] ?? 0
      const tall = (plot.height * value) / top
      if (tall <= 0) return ''
      y -= tall
      const x = fixed(frame.left + slot * index + (slot - bar) / 2)
      return `<rect class="${one.tone}" x="${x}" y="${fixed(y)}" width="${fixed(bar)}" height="${fixed(tall)}"><title>${escaped(`${category}, ${one.name}: ${label(value)}`)}</title></rect>`
    })
    return parts.join('')
  })
  return svg(title, description, height, axis(top, step, tick) + bars.join('') + labels(categories))
}

export type Line = {
  title: string
  description: string
  points: { label: string; value: number }[]
  bottom: number
  top: number
  format: (value: number) => string
}

/** One line with its points, between two fixed ends of the axis. */
export function line({ title, description, points, bottom, top, format }: Line): string {
  const slot = plot.width / Math.max(1, points.length)
  const at = points.map(({ value }, index) => ({
    x: fixed(frame.left + slot * (index + 0.5)),
    y: fixed(frame.top + plot.height * (1 - (Math.max(value, bottom) - bottom) / (top - bottom))),
  }))
  const grid = axis(top - bottom, (top - bottom) / 4, (value) => format(value + bottom))
  const path = at.map(({ x, y }, index) => `${index === 0 ? 'M' : 'L'}${x} ${y}`).join('')
  const dots = at.map(
    ({ x, y }, index) =>
      `<circle class="dot" cx="${x}" cy="${y}" r="4"><title>${escaped(`${points[index]!.label}: ${format(points[index]!.value)}`)}</title></circle>`,
  )
  const drawn = path === '' ? '' : `<path class="line" d="${path}"/>`
  return svg(
    title,
    description,
    height,
    grid + drawn + dots.join('') + labels(points.map((point) => point.label)),
  )
}

export type Share = { label: string; parts: { name: string; tone: Tone; value: number }[] }

/** A bar of full length for each row, divided as its parts divide it. */
export function shares(title: string, description: string, rows: Share[]): string {
  const tall = 52
  const drawn = rows.map(({ label, parts }, index) => {
    const total = parts.reduce((sum, part) => sum + part.value, 0)
    const y = index * tall
    let x = 0
    const bars = parts.map((part) => {
      const wide = total > 0 ? (width * part.value) / total : 0
      if (wide <= 0) return ''
      const percent = `${Math.round((100 * part.value) / total)}%`
      const tip = `${label}, ${part.name}: ${part.value.toLocaleString('en-GB')}, ${percent}`
      const bar = `<rect class="${part.tone}" x="${fixed(x)}" y="${y + 22}" width="${fixed(wide)}" height="22"><title>${escaped(tip)}</title></rect>`
      const inside =
        wide > 44
          ? `<text class="on" x="${fixed(x + wide / 2)}" y="${y + 33}" dy=".35em" text-anchor="middle">${percent}</text>`
          : ''
      x += wide
      return bar + inside
    })
    return `<text class="name" x="0" y="${y + 15}">${escaped(label)}</text>${bars.join('')}`
  })
  return svg(title, description, Math.max(1, rows.length) * tall, drawn.join(''))
}
