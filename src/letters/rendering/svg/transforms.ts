/** The transform attribute of SVG as PDF's matrix. Source: CSS Transforms, the SVG transform attribute. */

export type Matrix = readonly [number, number, number, number, number, number]

const identity: Matrix = [1, 0, 0, 1, 0, 0]

/** Characters of an attribute that are read: many times what drawing programs write. */
const longest = 5000

export function matrixOf(text: string | undefined): Matrix {
  let matrix = identity
  for (const [, name, values] of (text ?? '').slice(0, longest).matchAll(/(\w+)\s*\(([^)]*)\)/g)) {
    const numbers = (values!.match(/[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?/gi) ?? []).map(Number)
    matrix = product(matrix, step(name!, numbers))
  }
  return matrix
}

function step(name: string, numbers: number[]): Matrix {
  const [a = 0, b, c] = numbers
  const radians = (a * Math.PI) / 180
  switch (name) {
    case 'matrix':
      return numbers.length === 6 ? (numbers as unknown as Matrix) : identity
    case 'translate':
      return [1, 0, 0, 1, a, b ?? 0]
    case 'scale':
      return [a, 0, 0, b ?? a, 0, 0]
    case 'skewX':
      return [1, 0, Math.tan(radians), 1, 0, 0]
    case 'skewY':
      return [1, Math.tan(radians), 0, 1, 0, 0]
    case 'rotate': {
      const [x, y] = [b ?? 0, c ?? 0]
      const turn: Matrix = [Math.cos(radians), Math.sin(radians), -Math.sin(radians), Math.cos(radians), 0, 0]
      return product(product([1, 0, 0, 1, x, y], turn), [1, 0, 0, 1, -x, -y])
    }
  }
  return identity
}

function product([a, b, c, d, e, f]: Matrix, [g, h, i, j, k, l]: Matrix): Matrix {
  return [a * g + c * h, b * g + d * h, a * i + c * j, b * i + d * j, a * k + c * l + e, b * k + d * l + f]
}
